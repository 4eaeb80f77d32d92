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

}  // namespace

Identity make_identity(const CertificateRequest& request, const Identity* issuer) {
  Identity made{KeyPtr(EVP_EC_gen("P-256")), CertificatePtr(X509_new())};
  require(made.key != nullptr && made.certificate != nullptr, "making a key");
  X509* certificate = made.certificate.get();
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
              X509_set_pubkey(certificate, made.key.get()) == 1,
          "filling a certificate");

  add_usage(certificate, signer, request.use);
  add_extension(certificate, signer, NID_subject_key_identifier, "hash");
  if (!request.alternative_names.empty()) {
    add_extension(certificate, signer, NID_subject_alt_name, joined(request.alternative_names));
  }
  EVP_PKEY* signing_key = issuer == nullptr ? made.key.get() : issuer->key.get();
  require(X509_sign(certificate, signing_key, EVP_sha256()) > 0, "signing a certificate");
  return made;
}

void write_identity(const Identity& identity, const std::filesystem::path& dir,
                    const std::string& name) {
  PemFile certificate(dir / (name + ".crt"), 0644);
  require(PEM_write_X509(certificate.get(), identity.certificate.get()) == 1,
          "writing a certificate");
  certificate.close();
  PemFile key(dir / (name + ".key"), 0600);
  require(PEM_write_PrivateKey(key.get(), identity.key.get(), nullptr, nullptr, 0, nullptr,
                               nullptr) == 1,
          "writing a key");
  key.close();
}

}  // namespace vedette::test
