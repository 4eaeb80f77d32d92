#include "support/site/tls_faces.hpp"

#include <string>

namespace vedette::test {
namespace {

namespace ssl = boost::asio::ssl;
using std::chrono::hours;

CertificateRequest request_for(TlsFace face) {
  CertificateRequest request{.common_name = "vedette-site",
                             .use = CertificateUse::Server,
                             .alternative_names = {"DNS:localhost", "IP:127.0.0.1", "IP:::1"}};
  switch (face) {
    case TlsFace::Expired:
      request.starts = -hours(24 * 30);
      request.ends = -hours(24);
      break;
    case TlsFace::NotYetValid:
      request.starts = hours(24);
      break;
    case TlsFace::WrongName:
      request.common_name = "another.example";
      request.alternative_names = {"DNS:another.example"};
      break;
    case TlsFace::Good:
    case TlsFace::SelfSigned:
    case TlsFace::ClientCertificate:
    case TlsFace::Tls12Only:
      break;
  }
  return request;
}

ssl::context make_context(TlsFace face, const std::filesystem::path& dir) {
  ssl::context context(ssl::context::tls_server);
  const std::string name(name_of(face));
  context.use_certificate_file((dir / (name + ".crt")).string(), ssl::context::pem);
  context.use_private_key_file((dir / (name + ".key")).string(), ssl::context::pem);
  if (face == TlsFace::Tls12Only) {
    context.set_options(ssl::context::no_tlsv1_3);
  }
  if (face == TlsFace::ClientCertificate) {
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
  }
  return "";
}

std::map<TlsFace, ssl::context> make_tls_faces(const std::filesystem::path& dir) {
  std::filesystem::create_directories(dir);
  const Identity authority =
      make_identity({.common_name = "Vedette site authority", .use = CertificateUse::Authority});
  write_identity(authority, dir, "ca");
  const Identity client =
      make_identity({.common_name = "vedette-client", .use = CertificateUse::Client}, &authority);
  write_identity(client, dir, "client");

  std::map<TlsFace, ssl::context> contexts;
  for (const TlsFace face : kTlsFaces) {
    const bool self_signed = face == TlsFace::SelfSigned;
    const Identity identity = make_identity(request_for(face), self_signed ? nullptr : &authority);
    write_identity(identity, dir, std::string(name_of(face)));
    contexts.emplace(face, make_context(face, dir));
  }
  return contexts;
}

}  // namespace vedette::test
