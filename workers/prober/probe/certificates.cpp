#include "prober/probe/certificates.hpp"

#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <algorithm>
#include <ctime>
#include <exception>

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

using Sha256 = VerifiedChains::Key;

std::optional<Sha256> sha256_of(const X509* certificate) {
  Sha256 digest{};
  if (X509_digest(certificate, EVP_sha256(), digest.data(), nullptr) != 1) {
    return std::nullopt;
  }
  return digest;
}

std::string hex_text(const Sha256& digest) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  text.reserve(digest.size() * 2);
  for (const unsigned char byte : digest) {
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

/// Who the peer of `store` must be: "=" and an address, or "~" and a name.
std::string wanted_name(X509_STORE_CTX* store) {
  X509_VERIFY_PARAM* wanted = X509_STORE_CTX_get0_param(store);
  const OpenSslPtr<char> address(X509_VERIFY_PARAM_get1_ip_asc(wanted));
  if (address != nullptr) {
    return "=" + std::string(address.get());
  }
  const char* host = X509_VERIFY_PARAM_get0_host(wanted, 0);
  return "~" + std::string(host == nullptr ? "" : host);
}

/// What decides, beside the profile and the time, whether the chain of `store` is good: all that
/// the peer sent, and who it must be. Nothing when OpenSSL cannot tell.
std::optional<Sha256> key_of(X509_STORE_CTX* store, const Sha256& leaf) {
  std::string all = wanted_name(store);
  all += '\0';
  all.append(leaf.begin(), leaf.end());
  const STACK_OF(X509)* sent = X509_STORE_CTX_get0_untrusted(store);
  for (int i = 0; i < sk_X509_num(sent); ++i) {
    const X509* certificate = sk_X509_value(sent, i);
    if (certificate == X509_STORE_CTX_get0_cert(store)) {
      continue;  // the leaf, which stands there already
    }
    const auto digest = sha256_of(certificate);
    if (!digest) {
      return std::nullopt;
    }
    all.append(digest->begin(), digest->end());
  }
  Sha256 key{};
  if (EVP_Digest(all.data(), all.size(), key.data(), nullptr, EVP_sha256(), nullptr) != 1) {
    return std::nullopt;
  }
  return key;
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

std::vector<TracedCertificate> traced_chain(const STACK_OF(X509) * chain) {
  std::vector<TracedCertificate> traced;
  for (int i = 0; i < sk_X509_num(chain); ++i) {
    const X509* certificate = sk_X509_value(chain, i);
    const auto digest = sha256_of(certificate);
    traced.push_back({name_text(X509_get_subject_name(certificate)),
                      name_text(X509_get_issuer_name(certificate)),
                      digest ? hex_text(*digest) : std::string(),
                      to_system_time(X509_get0_notBefore(certificate)),
                      to_system_time(X509_get0_notAfter(certificate))});
  }
  return traced;
}

model::TlsFacts facts_of(const X509* leaf, const std::optional<Sha256>& digest) {
  model::TlsFacts facts;
  facts.not_before = to_system_time(X509_get0_notBefore(leaf));
  facts.not_after = to_system_time(X509_get0_notAfter(leaf));
  facts.issuer = name_text(X509_get_issuer_name(leaf));
  if (digest) {
    facts.sha256 = hex_text(*digest);
  }
  return facts;
}

/// Lets OpenSSL verify the chain of `store`; leaves its result and the earliest end in `check`.
void verify(X509_STORE_CTX* store, PeerCheck& check) {
  const bool verified = X509_verify_cert(store) == 1;
  check.error = X509_STORE_CTX_get_error(store);
  const STACK_OF(X509)* chain =
      verified ? X509_STORE_CTX_get0_chain(store) : X509_STORE_CTX_get0_untrusted(store);
  check.facts->earliest_not_after = earliest_end(chain);
  if (check.keep_chain) {
    check.chain = traced_chain(chain);
  }
  if (verified) {
    return;
  }
  if (check.error == X509_V_OK) {
    check.error = X509_V_ERR_UNSPECIFIED;
  }
  check.facts->verify_error = X509_verify_cert_error_string(check.error);
  const X509* culprit = X509_STORE_CTX_get_current_cert(store);
  check.subject = name_text(
      X509_get_subject_name(culprit == nullptr ? X509_STORE_CTX_get0_cert(store) : culprit));
}

void examine(X509_STORE_CTX* store, PeerCheck& check) {
  const X509* leaf = X509_STORE_CTX_get0_cert(store);
  const auto digest = sha256_of(leaf);
  check.facts = facts_of(leaf, digest);
  const auto key = digest && !check.keep_chain ? key_of(store, *digest) : std::nullopt;
  const SystemTime now = RealClock().system_now();  // before OpenSSL asks for the time
  if (const auto known_end = key ? check.known->find(*key, now) : std::nullopt) {
    check.error = X509_V_OK;
    check.facts->earliest_not_after = known_end;
    return;
  }
  verify(store, check);
  if (key && check.error == X509_V_OK && check.facts->earliest_not_after) {
    check.known->add(*key, now, *check.facts->earliest_not_after);
  }
}

}  // namespace

int verify_peer(X509_STORE_CTX* store, void* /*unused*/) {
  const auto* ssl = static_cast<const SSL*>(
      X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()));
  auto& check = *static_cast<PeerCheck*>(SSL_get_app_data(ssl));
  try {
    examine(store, check);
  } catch (const std::exception&) {  // C code calls us; only memory can be short
    check.error = X509_V_ERR_OUT_OF_MEM;
    X509_STORE_CTX_set_error(store, X509_V_ERR_OUT_OF_MEM);
    return 0;
  }
  const bool passes = check.error == X509_V_OK || check.accept_any;
  if (passes) {
    X509_STORE_CTX_set_error(store, X509_V_OK);
  }
  return passes ? 1 : 0;
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
