#include "writer/consume/sanitise.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/utf8.hpp"

namespace vedette::writer {
namespace {

// Bytes. Names and URLs are those of architecture §5, the others what people can read.
constexpr size_t kNameBytes = 253;
constexpr size_t kUrlBytes = 2048;
constexpr size_t kMessageBytes = 2048;
constexpr size_t kAddressBytes = 128;
constexpr size_t kIssuerBytes = 512;
constexpr size_t kTokenBytes = 64;  // cipher, TLS and HTTP version, fingerprint
constexpr size_t kLabelBytes = 256;
constexpr size_t kLabels = 10;

bool mend(std::string& text, size_t max_bytes) {
  if (is_clean_utf8(text, max_bytes)) return false;
  text = clean_utf8(text, max_bytes);
  return true;
}

/// A name that nothing is left of would be none: U+FFFD stands for it.
bool mend_name(std::string& name) {
  const bool mended = mend(name, kNameBytes);
  if (name.empty()) name = "\xEF\xBF\xBD";
  return mended;
}

/// Of two names that became one, the first stays.
void drop_doubles(std::vector<std::pair<std::string, std::string>>& labels) {
  for (size_t i = 1; i < labels.size();) {
    const auto here = labels.begin() + static_cast<std::ptrdiff_t>(i);
    const bool known = std::any_of(labels.begin(), here,
                                   [&](const auto& label) { return label.first == here->first; });
    if (known) {
      labels.erase(here);
    } else {
      ++i;
    }
  }
}

bool mend_labels(std::vector<std::pair<std::string, std::string>>& labels) {
  bool mended = labels.size() > kLabels;
  if (mended) labels.resize(kLabels);
  for (auto& [name, value] : labels) {
    mended |= mend(name, kLabelBytes);
    mended |= mend(value, kLabelBytes);
  }
  if (mended) drop_doubles(labels);
  return mended;
}

bool mend_target(model::ResultTarget& target) {
  bool mended = mend_name(target.source);
  mended |= mend_name(target.ns);
  mended |= mend_name(target.name);
  mended |= mend(target.url, kUrlBytes);
  mended |= mend_labels(target.labels);
  return mended;
}

bool mend_tls(model::TlsFacts& tls) {
  bool mended = mend(tls.version, kTokenBytes);
  mended |= mend(tls.cipher, kTokenBytes);
  mended |= mend(tls.issuer, kIssuerBytes);
  mended |= mend(tls.sha256, kTokenBytes);
  if (tls.verify_error) mended |= mend(*tls.verify_error, kIssuerBytes);
  if (tls.verify_error && tls.verify_error->empty()) tls.verify_error.reset();
  return mended;
}

}  // namespace

bool sanitise(model::ProbeResult& result) {
  bool mended = mend_target(result.target);
  mended |= mend(result.prober, kNameBytes);
  mended |= mend(result.facts.message, kMessageBytes);
  mended |= mend(result.facts.address, kAddressBytes);
  mended |= mend(result.facts.http_version, kTokenBytes);
  if (result.facts.tls) mended |= mend_tls(*result.facts.tls);
  return mended;
}

}  // namespace vedette::writer
