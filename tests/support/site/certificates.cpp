#include "support/site/certificates.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <stdexcept>
#include <utility>

namespace vedette::test {
namespace {

[[noreturn]] void fail(const std::string& tried) {
  char reason[256] = "no reason given";
  if (const unsigned long code = ERR_get_error(); code != 0) {
    ERR_error_string_n(code, reason, sizeof reason);
  }
  throw std::runtime_error(tried + ": " + reason);
}

void require(bool done, const char* tried) {
  if (!done) {
    fail(tried);
  }
}

void add_extension(X509* certificate, X509* issuer, int nid, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str());
  require(extension != nullptr, "making a certificate extension");
  const int added = X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
  require(added == 1, "adding a certificate extension");
}

void add_usage(X509* certificate, X509* issuer, CertificateUse use) {
  switch (use) {
    case CertificateUse::Authority:
      add_extension(certificate, issuer, NID_basic_constraints, "critical,CA:TRUE");
      add_extension(certificate, issuer, NID_key_usage, "critical,keyCertSign,cRLSign");
      return;
    case CertificateUse::Server:
      add_extension(certificate, issuer, NID_basic_constraints, "critical,CA:FALSE");
      add_extension(certificate, issuer, NID_ext_key_usage, "serverAuth");
      return;
    case CertificateUse::Client:
      add_extension(certificate, issuer, NID_basic_constraints, "critical,CA:FALSE");
      add_extension(certificate, issuer, NID_ext_key_usage, "clientAuth");
      return;
  }
}

/// A random serial number, so that two runs never present one serial for two certificates.
void set_serial(X509* certificate) {
  BIGNUM* number = BN_new();
  require(number != nullptr && BN_rand(number, 127, BN_RAND_TOP_ANY, BN_RAND_BOTTOM_ANY) == 1 &&
              BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != nullptr,
          "making a serial number");
  BN_free(number);
}

std::string joined(const std::vector<std::string>& names) {
  std::string all;
  for (const std::string& name : names) {
    all += (all.empty() ? "" : ",") + name;
  }
  return all;
}

class PemFile {
 public:
  PemFile(const std::filesystem::path& path, mode_t mode) : path_(path) {
    const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
    file_ = fd < 0 ? nullptr : ::fdopen(fd, "w");
    if (file_ == nullptr) {
      throw std::runtime_error("cannot write " + path_.string());
    }
  }
  PemFile(const PemFile&) = delete;
  PemFile& operator=(const PemFile&) = delete;
  ~PemFile() {
    if (file_ != nullptr) {
      std::fclose(file_);
    }
  }

  [[nodiscard]] std::FILE* get() const { return file_; }

  /// Flushes; a full disk shows here and not in a handshake.
  void close() {
    if (std::fclose(std::exchange(file_, nullptr)) != 0) {
      throw std::runtime_error("cannot write " + path_.string());
    }
  }

 private:
  std::filesystem::path path_;
  std::FILE* file_ = nullptr;
};

KeyPtr make_key(KeyKind kind) {
  constexpr std::size_t kRsaBits = 2048;
  KeyPtr key(kind == KeyKind::P256 ? EVP_EC_gen("P-256")
                                   : EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", kRsaBits));
  require(key != nullptr, "making a key");
  return key;
}

/// A certificate for `key`, signed by `issuer`, or by itself when there is none.
CertificatePtr certify(const CertificateRequest& request, EVP_PKEY* key, const Identity* issuer) {
  CertificatePtr made(X509_new());
  require(made != nullptr, "making a certificate");
  X509* certificate = made.get();
  X509* signer = issuer == nullptr ? certificate : issuer->certificate.get();

  X509_set_version(certificate, X509_VERSION_3);
  set_serial(certificate);
  X509_gmtime_adj(X509_getm_notBefore(certificate), static_cast<long>(request.starts.count()));
  X509_gmtime_adj(X509_getm_notAfter(certificate), static_cast<long>(request.ends.count()));
  X509_NAME* name = X509_get_subject_name(certificate);
  require(X509_NAME_add_entry_by_txt(
              name, "CN", MBSTRING_UTF8,
              reinterpret_cast<const unsigned char*>(request.common_name.c_str()), -1, -1, 0) == 1,
          "naming a certificate");
  require(X509_set_issuer_name(certificate, X509_get_subject_name(signer)) == 1 &&
              X509_set_pubkey(certificate, key) == 1,
          "filling a certificate");

  add_usage(certificate, signer, request.use);
  add_extension(certificate, signer, NID_subject_key_identifier, "hash");
  if (!request.alternative_names.empty()) {
    add_extension(certificate, signer, NID_subject_alt_name, joined(request.alternative_names));
  }
  EVP_PKEY* signing_key = issuer == nullptr ? key : issuer->key.get();
  require(X509_sign(certificate, signing_key, EVP_sha256()) > 0, "signing a certificate");
  return made;
}

}  // namespace

Identity make_identity(const CertificateRequest& request, const Identity* issuer) {
  KeyPtr key = make_key(request.key);
  CertificatePtr certificate = certify(request, key.get(), issuer);
  return {std::move(key), std::move(certificate)};
}

CertificatePtr cross_sign(const CertificateRequest& request, const Identity& subject,
                          const Identity& issuer) {
  return certify(request, subject.key.get(), &issuer);
}

void write_identity(const Identity& identity, const std::filesystem::path& dir,
                    const std::string& name, const std::vector<X509*>& sent_along) {
  PemFile certificates(dir / (name + ".crt"), 0644);
  require(PEM_write_X509(certificates.get(), identity.certificate.get()) == 1,
          "writing a certificate");
  for (X509* certificate : sent_along) {
    require(PEM_write_X509(certificates.get(), certificate) == 1, "writing a certificate");
  }
  certificates.close();
  PemFile key(dir / (name + ".key"), 0600);
  require(PEM_write_PrivateKey(key.get(), identity.key.get(), nullptr, nullptr, 0, nullptr,
                               nullptr) == 1,
          "writing a key");
  key.close();
}

}  // namespace vedette::test
