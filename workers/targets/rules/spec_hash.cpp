#include "targets/rules/spec_hash.hpp"

#include <array>
#include <string>

#include <fmt/format.h>
#include <openssl/evp.h>

#include "base/require.hpp"

namespace vedette::targets {
namespace {

using model::Text;

/// The text that is hashed: name, length and value of each part that is not the default. These
/// names must never change: a changed hash forgets every verdict.
class Canonical {
 public:
  void put(std::string_view name, std::string_view value) {
    text_ += fmt::format("{} {} {}\n", name, value.size(), value);
  }
  /// A referenced text counts as "from", whatever it is and wherever it is kept.
  void put(std::string_view name, const Text& text) {
    put(name, text.from ? std::string_view("from") : std::string_view(text.value));
  }
  template <typename OptionalText>
  void put_if(std::string_view name, const OptionalText& text) {
    if (text) put(name, *text);
  }
  template <typename T>
  void put_unless(std::string_view name, const T& value, const T& usual) {
    if (!(value == usual)) put(name, fmt::to_string(static_cast<long>(value)));
  }
  void put_all(std::string_view name, const std::vector<std::string>& values) {
    for (const std::string& value : values) put(name, value);
  }

  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
};

void put_http(const model::HttpSpec& http, Canonical& out) {
  const model::HttpSpec usual;
  out.put_unless("method", http.method, usual.method);
  for (const model::Header& header : http.headers) {
    out.put("header", header.name);
    out.put("value", header.value);
  }
  out.put_if("body", http.body);
  if (http.basic_auth) out.put("basicAuth", "");
  if (http.authorization) out.put("authorization", http.authorization->type);
  if (!http.proxy.empty()) out.put("proxy", http.proxy);
  out.put_unless("maxRedirects", http.max_redirects, usual.max_redirects);
  out.put_unless("followRedirects", http.follow_redirects, usual.follow_redirects);
  out.put_unless("compression", http.compression, usual.compression);
  out.put_unless("maxBodyBytes", http.max_body_bytes, usual.max_body_bytes);
}

void put_tls(const model::TlsSpec& tls, Canonical& out) {
  out.put_if("ca", tls.ca);
  out.put_if("certificate", tls.certificate);
  out.put_if("key", tls.key);
  if (!tls.server_name.empty()) out.put("serverName", tls.server_name);
  out.put_unless("insecureSkipVerify", tls.insecure_skip_verify, false);
  if (tls.min_version) out.put_unless("minVersion", static_cast<int>(*tls.min_version), -1);
  if (tls.max_version) out.put_unless("maxVersion", static_cast<int>(*tls.max_version), -1);
}

void put_expect(const model::Expectation& expect, Canonical& out) {
  if (expect.status_codes != model::Expectation{}.status_codes) {
    for (const model::StatusRange& range : expect.status_codes) {
      out.put("statusCodes", fmt::format("{}-{}", range.low, range.high));
    }
  }
  for (const model::HeaderExpectation& header : expect.headers) {
    out.put("expectHeader", header.name);
    out.put_if("headerMatches", header.matches);
    out.put_if("headerNotMatches", header.not_matches);
    out.put_unless("allowMissing", header.allow_missing, false);
  }
  out.put_all("matches", expect.body.matches);
  out.put_all("notMatches", expect.body.not_matches);
  out.put_all("contains", expect.body.contains);
  out.put_all("notContains", expect.body.not_contains);
  for (const model::JsonExpectation& json : expect.json) {
    out.put("pointer", json.pointer);
    out.put_if("equals", json.equals);
    if (json.exists) out.put("exists", *json.exists ? "true" : "false");
  }
  out.put_unless("expectTls", expect.tls, model::TlsPolicy::Any);
  if (expect.min_certificate_lifetime) {
    out.put("minCertificateLifetime", fmt::to_string(expect.min_certificate_lifetime->count()));
  }
  if (expect.max_latency) out.put("maxLatency", fmt::to_string(expect.max_latency->count()));
}

}  // namespace

std::uint64_t spec_hash(const model::Target& target) {
  Canonical canonical;
  canonical.put("url", target.url);
  put_http(target.http, canonical);
  canonical.put_unless("ipFamily", target.ip_family, model::IpFamily::Auto);
  put_tls(target.tls, canonical);
  put_expect(target.expect, canonical);

  const std::string& text = canonical.text();
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  const int done =
      EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
  require(done == 1, "OpenSSL computes SHA-256");
  std::uint64_t hash = 0;
  for (size_t i = 0; i < 8; ++i) hash = hash << 8 | digest[i];
  return hash == 0 ? 1 : hash;
}

}  // namespace vedette::targets
