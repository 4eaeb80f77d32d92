#pragma once

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace vedette::test {

struct OpenSslDeleter {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(X509* certificate) const { X509_free(certificate); }
};
using KeyPtr = std::unique_ptr<EVP_PKEY, OpenSslDeleter>;
using CertificatePtr = std::unique_ptr<X509, OpenSslDeleter>;

/// A certificate and the private key that belongs to it.
struct Identity {
  KeyPtr key;
  CertificatePtr certificate;
};

/// What a certificate may be used for.
enum class CertificateUse { Authority, Server, Client };

enum class KeyKind { P256, Rsa2048 };

/// What a certificate says.
struct CertificateRequest {
  std::string common_name;
  CertificateUse use = CertificateUse::Server;
  /// Subject alternative names in OpenSSL's notation: `DNS:localhost`, `IP:127.0.0.1`.
  std::vector<std::string> alternative_names = {};
  /// The validity, relative to the moment of making; a negative `ends` has expired.
  std::chrono::seconds starts = -std::chrono::hours(24);
  std::chrono::seconds ends = std::chrono::hours(24 * 365);
  KeyKind key = KeyKind::P256;
};

/// Makes a key and a certificate for it, signed by `issuer`, or by itself when there is none.
/// Throws std::runtime_error with OpenSSL's reason.
[[nodiscard]] Identity make_identity(const CertificateRequest& request,
                                     const Identity* issuer = nullptr);

/// A second certificate for the key of `subject`, signed by `issuer`, as an authority gets from an
/// older one while nobody knows it yet. Throws std::runtime_error with OpenSSL's reason.
[[nodiscard]] CertificatePtr cross_sign(const CertificateRequest& request, const Identity& subject,
                                        const Identity& issuer);

/// Writes `<dir>/<name>.crt`, the certificate and what a server sends along with it, and
/// `<dir>/<name>.key` (PEM; the key for the owner only). Throws std::runtime_error when a file
/// cannot be written.
void write_identity(const Identity& identity, const std::filesystem::path& dir,
                    const std::string& name, const std::vector<X509*>& sent_along = {});

}  // namespace vedette::test
