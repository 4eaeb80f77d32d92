#include "prober/probe/tls_profile.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <string_view>

#include "base/require.hpp"
#include "prober/probe/certificates.hpp"
#include "prober/probe/error_map.hpp"

namespace vedette::prober {
namespace {

using model::TlsVersion;

int number_of(TlsVersion version) {
  switch (version) {
    case TlsVersion::V1_0:
      return TLS1_VERSION;
    case TlsVersion::V1_1:
      return TLS1_1_VERSION;
    case TlsVersion::V1_2:
      return TLS1_2_VERSION;
    case TlsVersion::V1_3:
      return TLS1_3_VERSION;
  }
  require(false, "a TLS version without a number");
  return TLS1_2_VERSION;
}

tl::unexpected<Error> refused(std::string_view field, std::string_view what) {
  const unsigned long error = ERR_peek_last_error();
  ERR_clear_error();
  std::string message = std::string(field) + ": " + std::string(what);
  if (error != 0) {
    message += " (" + tls_error_text(error) + ")";
  }
  return fail(ErrorKind::Invalid, std::move(message));
}

OpenSslPtr<BIO> open_text(const std::string& text) {
  return OpenSslPtr<BIO>(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

/// An encrypted key would make OpenSSL ask for a password on the terminal.
int no_password(char* /*buffer*/, int /*size*/, int /*writing*/, void* /*unused*/) { return -1; }

OpenSslPtr<X509> next_certificate(BIO* pem) {
  return OpenSslPtr<X509>(PEM_read_bio_X509(pem, nullptr, no_password, nullptr));
}

/// Protocol versions and security level. TLS 1.0 and 1.1 sign with SHA-1, which OpenSSL 3 allows at
/// level 0 only; all others run at 2, as Debian sets it, whatever the machine's openssl.cnf says.
void set_versions(SSL_CTX* context, const model::TlsSpec& spec) {
  int lowest = number_of(spec.min_version.value_or(TlsVersion::V1_2));
  const int highest = number_of(spec.max_version.value_or(TlsVersion::V1_3));
  if (!spec.min_version) {
    lowest = std::min(lowest, highest);
  }
  SSL_CTX_set_min_proto_version(context, lowest);
  SSL_CTX_set_max_proto_version(context, highest);
  SSL_CTX_set_security_level(context, lowest < TLS1_2_VERSION ? 0 : 2);
}

Result<void> set_trust(SSL_CTX* context, const model::TlsSpec& spec) {
  if (!spec.ca) {
    if (SSL_CTX_set_default_verify_paths(context) != 1) {
      return refused("tls", "the system's root certificates cannot be read");
    }
    return {};
  }
  X509_STORE* store = SSL_CTX_get_cert_store(context);
  const auto pem = open_text(spec.ca->value);
  int count = 0;
  while (const auto certificate = next_certificate(pem.get())) {
    if (X509_STORE_add_cert(store, certificate.get()) != 1) {
      return refused("tls.caFrom", "OpenSSL refuses a certificate of the bundle");
    }
    ++count;
  }
  if (count == 0) {
    return refused("tls.caFrom", "no PEM certificate in it");
  }
  if (ERR_GET_REASON(ERR_peek_last_error()) != PEM_R_NO_START_LINE) {
    return refused("tls.caFrom", "a certificate of the bundle cannot be read");
  }
  ERR_clear_error();  // the end of the bundle
  // Whatever stands in the bundle is trusted, be it an intermediate: as Go and browsers do.
  X509_STORE_set_flags(store, X509_V_FLAG_PARTIAL_CHAIN);
  return {};
}

Result<void> set_client_certificate(SSL_CTX* context, const model::TlsSpec& spec) {
  if (!spec.certificate || !spec.key) {
    return {};
  }
  const auto pem = open_text(spec.certificate->value);
  const auto leaf = next_certificate(pem.get());
  if (leaf == nullptr || SSL_CTX_use_certificate(context, leaf.get()) != 1) {
    return refused("tls.certFrom", "no PEM certificate that OpenSSL takes");
  }
  while (const auto link = next_certificate(pem.get())) {
    if (SSL_CTX_add1_chain_cert(context, link.get()) != 1) {
      return refused("tls.certFrom", "OpenSSL refuses a certificate of the chain");
    }
  }
  ERR_clear_error();
  const auto key_pem = open_text(spec.key->value);
  const OpenSslPtr<EVP_PKEY> key(
      PEM_read_bio_PrivateKey(key_pem.get(), nullptr, no_password, nullptr));
  if (key == nullptr) {
    return refused("tls.keyFrom", "no PEM private key, or one with a password");
  }
  if (SSL_CTX_use_PrivateKey(context, key.get()) != 1 || SSL_CTX_check_private_key(context) != 1) {
    return refused("tls.keyFrom", "the key does not belong to the certificate of tls.certFrom");
  }
  return {};
}

}  // namespace

Result<std::shared_ptr<const TlsProfile>> TlsProfile::make(const model::TlsSpec& spec) {
  ERR_clear_error();
  OpenSslPtr<SSL_CTX> context(SSL_CTX_new(TLS_client_method()));
  if (context == nullptr) {
    return refused("tls", "OpenSSL makes no context");
  }
  set_versions(context.get(), spec);
  SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
  SSL_CTX_set_mode(context.get(), SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
                                      SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  // One read takes what the socket holds; else each record costs two, its header and the rest.
  SSL_CTX_set_read_ahead(context.get(), 1);
  // A peer that closes without close_notify has closed; lengths tell whether something is missing.
  SSL_CTX_set_options(context.get(), SSL_OP_IGNORE_UNEXPECTED_EOF | SSL_OP_NO_RENEGOTIATION);
  constexpr std::string_view kHttp11 = "\x08http/1.1";
  SSL_CTX_set_alpn_protos(context.get(), reinterpret_cast<const unsigned char*>(kHttp11.data()),
                          static_cast<unsigned int>(kHttp11.size()));
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_cert_verify_callback(context.get(), verify_peer, nullptr);
  if (auto done = set_trust(context.get(), spec); !done) {
    return tl::unexpected(done.error());
  }
  if (auto done = set_client_certificate(context.get(), spec); !done) {
    return tl::unexpected(done.error());
  }
  return std::shared_ptr<const TlsProfile>(
      new TlsProfile(std::move(context), spec.insecure_skip_verify));
}

std::string TlsProfile::key_of(const model::TlsSpec& spec) {
  std::string key;
  const auto add = [&key](std::string_view text) {
    key += std::to_string(text.size());
    key += ':';
    key += text;
  };
  for (const auto* text : {&spec.ca, &spec.certificate, &spec.key}) {
    add(*text ? (*text)->value : std::string());
    key += *text ? '+' : '-';
  }
  for (const auto* version : {&spec.min_version, &spec.max_version}) {
    key += *version ? std::to_string(static_cast<int>(**version)) : std::string("-");
  }
  key += spec.insecure_skip_verify ? '!' : '.';
  return key;
}

}  // namespace vedette::prober
