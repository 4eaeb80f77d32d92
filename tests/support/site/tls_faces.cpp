#include "support/site/tls_faces.hpp"

#include <openssl/ssl.h>

#include <string>
#include <vector>

namespace vedette::test {
namespace {

namespace ssl = boost::asio::ssl;
using std::chrono::hours;

constexpr auto kAuthorityName = "Vedette site authority";

/// Those who sign the site's certificates.
struct Authorities {
  Identity root = make_identity({.common_name = kAuthorityName, .use = CertificateUse::Authority});
  Identity stranger =
      make_identity({.common_name = "Nobody's authority", .use = CertificateUse::Authority});
  Identity intermediate = make_identity({.common_name = "Vedette site intermediate",
                                         .use = CertificateUse::Authority,
                                         .ends = kIntermediateEnds},
                                        &root);
  Identity expired_intermediate = make_identity({.common_name = "Vedette site old intermediate",
                                                 .use = CertificateUse::Authority,
                                                 .starts = -hours(24 * 30),
                                                 .ends = kEndedYesterday},
                                                &root);
  Identity old_root = make_identity({.common_name = "Vedette site old root",
                                     .use = CertificateUse::Authority,
                                     .starts = -hours(24 * 30),
                                     .ends = kEndedYesterday});
  /// The root as the old root signed it, for clients that knew only that one.
  CertificatePtr root_by_old_root =
      cross_sign({.common_name = kAuthorityName, .use = CertificateUse::Authority}, root, old_root);
};

/// What a face shows, who signed it, and what it wants of a client.
struct Presentation {
  CertificateRequest request{.common_name = "vedette-site",
                             .use = CertificateUse::Server,
                             .alternative_names = {"DNS:localhost", "IP:127.0.0.1", "IP:::1"},
                             .ends = kLeafEnds};
  const Identity* issuer = nullptr;  ///< null: itself
  std::vector<X509*> sent_along = {};
  int only_version = 0;  ///< 0: whatever is in use, 1.2 and 1.3
  bool wants_client_certificate = false;
};

Presentation presentation_of(TlsFace face, const Authorities& authorities) {
  Presentation shown{.issuer = &authorities.root};
  switch (face) {
    case TlsFace::Expired:
      shown.request.starts = -hours(24 * 30);
      shown.request.ends = kEndedYesterday;
      break;
    case TlsFace::NotYetValid:
      shown.request.starts = hours(24);
      break;
    case TlsFace::SelfSigned:
      shown.issuer = nullptr;
      break;
    case TlsFace::WrongName:
      shown.request.common_name = "another.example";
      shown.request.alternative_names = {"DNS:another.example"};
      break;
    case TlsFace::Rsa:
      shown.request.key = KeyKind::Rsa2048;
      break;
    case TlsFace::CommonNameOnly:
      shown.request.common_name = "localhost";
      shown.request.alternative_names = {};
      break;
    case TlsFace::Untrusted:
      shown.issuer = &authorities.stranger;
      break;
    case TlsFace::WithIntermediate:
      shown.issuer = &authorities.intermediate;
      shown.sent_along = {authorities.intermediate.certificate.get()};
      break;
    case TlsFace::MissingIntermediate:
      shown.issuer = &authorities.intermediate;
      break;
    case TlsFace::ExpiredIntermediate:
      shown.issuer = &authorities.expired_intermediate;
      shown.sent_along = {authorities.expired_intermediate.certificate.get()};
      break;
    case TlsFace::OldRootSentAlong:
      shown.sent_along = {authorities.root_by_old_root.get(),
                          authorities.old_root.certificate.get()};
      break;
    case TlsFace::ClientCertificate:
      shown.wants_client_certificate = true;
      break;
    case TlsFace::Tls12Only:
      shown.only_version = TLS1_2_VERSION;
      break;
    case TlsFace::Tls10Only:
      shown.only_version = TLS1_VERSION;
      break;
    case TlsFace::Tls11Only:
      shown.only_version = TLS1_1_VERSION;
      break;
    case TlsFace::Tls12ClientCertificate:
      shown.only_version = TLS1_2_VERSION;
      shown.wants_client_certificate = true;
      break;
    case TlsFace::Good:
      break;
  }
  return shown;
}

void set_version(SSL_CTX* context, int version) {
  SSL_CTX_set_min_proto_version(context, version == 0 ? TLS1_2_VERSION : version);
  SSL_CTX_set_max_proto_version(context, version);  // 0: the highest there is
  if (version == TLS1_VERSION || version == TLS1_1_VERSION) {
    SSL_CTX_set_security_level(context, 0);  // they sign with SHA-1
  }
}

ssl::context make_context(const std::string& name, const Presentation& shown,
                          const std::filesystem::path& dir) {
  ssl::context context(ssl::context::tls_server);
  context.use_certificate_chain_file((dir / (name + ".crt")).string());
  context.use_private_key_file((dir / (name + ".key")).string(), ssl::context::pem);
  set_version(context.native_handle(), shown.only_version);
  if (shown.wants_client_certificate) {
    context.load_verify_file((dir / "ca.crt").string());
    context.set_verify_mode(ssl::verify_peer | ssl::verify_fail_if_no_peer_cert);
  }
  return context;
}

}  // namespace

std::string_view name_of(TlsFace face) {
  switch (face) {
    case TlsFace::Good:
      return "good";
    case TlsFace::Expired:
      return "expired";
    case TlsFace::NotYetValid:
      return "not-yet-valid";
    case TlsFace::SelfSigned:
      return "self-signed";
    case TlsFace::WrongName:
      return "wrong-name";
    case TlsFace::ClientCertificate:
      return "client-certificate";
    case TlsFace::Tls12Only:
      return "tls12-only";
    case TlsFace::Tls10Only:
      return "tls10-only";
    case TlsFace::Tls11Only:
      return "tls11-only";
    case TlsFace::Tls12ClientCertificate:
      return "tls12-client-certificate";
    case TlsFace::Rsa:
      return "rsa";
    case TlsFace::CommonNameOnly:
      return "common-name-only";
    case TlsFace::Untrusted:
      return "untrusted";
    case TlsFace::WithIntermediate:
      return "with-intermediate";
    case TlsFace::MissingIntermediate:
      return "missing-intermediate";
    case TlsFace::ExpiredIntermediate:
      return "expired-intermediate";
    case TlsFace::OldRootSentAlong:
      return "old-root-sent-along";
  }
  return "";
}

std::map<TlsFace, ssl::context> make_tls_faces(const std::filesystem::path& dir) {
  std::filesystem::create_directories(dir);
  const Authorities authorities;
  write_identity(authorities.root, dir, "ca");
  write_identity(authorities.old_root, dir, "old-ca");
  const Identity client = make_identity(
      {.common_name = "vedette-client", .use = CertificateUse::Client}, &authorities.root);
  write_identity(client, dir, "client");

  std::map<TlsFace, ssl::context> contexts;
  for (const TlsFace face : kTlsFaces) {
    const Presentation shown = presentation_of(face, authorities);
    const Identity identity = make_identity(shown.request, shown.issuer);
    const std::string name(name_of(face));
    write_identity(identity, dir, name, shown.sent_along);
    contexts.emplace(face, make_context(name, shown, dir));
  }
  return contexts;
}

}  // namespace vedette::test
