#include "prober/probe/certificates.hpp"

#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <exception>
#include <span>

#include "base/utf8.hpp"
#include "prober/probe/openssl_ptr.hpp"

namespace vedette::prober {
namespace {

constexpr size_t kMaxNameBytes = 256;

/// A distinguished name as RFC 2253 writes it, but with UTF-8 left readable.
std::string name_text(const X509_NAME* name) {
  const OpenSslPtr<BIO> bio(BIO_new(BIO_s_mem()));
  constexpr unsigned long kFlags =
      XN_FLAG_RFC2253 & ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB);
  if (bio == nullptr || X509_NAME_print_ex(bio.get(), name, 0, kFlags) < 0) {
    return {};
  }
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &data);
  return clean_utf8({data, static_cast<size_t>(std::max(size, 0L))}, kMaxNameBytes);
}

std::string sha256_text(const X509* certificate) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  if (X509_digest(certificate, EVP_sha256(), digest.data(), &size) != 1) {
    return {};
  }
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  text.reserve(size * 2UL);
  for (const unsigned char byte : std::span(digest).first(size)) {
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

/// The least end of the certificates of a chain, which may be null.
std::optional<SystemTime> earliest_end(const STACK_OF(X509) * chain) {
  std::optional<SystemTime> earliest;
  for (int i = 0; i < sk_X509_num(chain); ++i) {
    const auto end = to_system_time(X509_get0_notAfter(sk_X509_value(chain, i)));
    if (end && (!earliest || *end < *earliest)) {
      earliest = end;
    }
  }
  return earliest;
}

void record(X509_STORE_CTX* store, PeerCheck& check) {
  const bool verified = check.error == X509_V_OK;
  const X509* leaf = X509_STORE_CTX_get0_cert(store);
  const STACK_OF(X509)* chain =
      verified ? X509_STORE_CTX_get0_chain(store) : X509_STORE_CTX_get0_untrusted(store);
  model::TlsFacts& facts = check.facts.emplace();
  facts.not_before = to_system_time(X509_get0_notBefore(leaf));
  facts.not_after = to_system_time(X509_get0_notAfter(leaf));
  facts.earliest_not_after = earliest_end(chain);
  facts.issuer = name_text(X509_get_issuer_name(leaf));
  facts.sha256 = sha256_text(leaf);
  if (!verified) {
    const X509* culprit = X509_STORE_CTX_get_current_cert(store);
    check.subject = name_text(X509_get_subject_name(culprit == nullptr ? leaf : culprit));
    facts.verify_error = X509_verify_cert_error_string(check.error);
  }
}

}  // namespace

int verify_peer(X509_STORE_CTX* store, void* /*unused*/) {
  const auto* ssl = static_cast<const SSL*>(
      X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()));
  auto& check = *static_cast<PeerCheck*>(SSL_get_app_data(ssl));
  const bool verified = X509_verify_cert(store) == 1;
  check.error = X509_STORE_CTX_get_error(store);
  if (!verified && check.error == X509_V_OK) {
    check.error = X509_V_ERR_UNSPECIFIED;
  }
  try {
    record(store, check);
  } catch (const std::exception&) {  // C code calls us; only memory can be short
    check.error = X509_V_ERR_OUT_OF_MEM;
    X509_STORE_CTX_set_error(store, X509_V_ERR_OUT_OF_MEM);
    return 0;
  }
  if (!verified && check.accept_any) {
    X509_STORE_CTX_set_error(store, X509_V_OK);
    return 1;
  }
  return verified ? 1 : 0;
}

std::optional<SystemTime> to_system_time(const ASN1_TIME* time) {
  std::tm parts{};
  if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) {
    return std::nullopt;
  }
  constexpr int kFirstYear = 1970 - 1900;
  constexpr int kLastYear = 9999 - 1900;
  if (parts.tm_year < kFirstYear || parts.tm_year > kLastYear) {
    return std::nullopt;
  }
  return SystemTime(std::chrono::seconds(timegm(&parts)));
}

}  // namespace vedette::prober
