#include "writer/consume/sanitise.hpp"

#include <string>

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

bool mend_target(model::ResultTarget& target) {
  bool mended = mend(target.source, kNameBytes);
  mended |= mend(target.ns, kNameBytes);
  mended |= mend(target.name, kNameBytes);
  mended |= mend(target.url, kUrlBytes);
  if (target.labels.size() > kLabels) {
    target.labels.resize(kLabels);
    mended = true;
  }
  for (auto& [name, value] : target.labels) {
    mended |= mend(name, kLabelBytes);
    mended |= mend(value, kLabelBytes);
  }
  return mended;
}

bool mend_tls(model::TlsFacts& tls) {
  bool mended = mend(tls.version, kTokenBytes);
  mended |= mend(tls.cipher, kTokenBytes);
  mended |= mend(tls.issuer, kIssuerBytes);
  mended |= mend(tls.sha256, kTokenBytes);
  if (tls.verify_error) mended |= mend(*tls.verify_error, kIssuerBytes);
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
