#pragma once

#include <array>
#include <boost/asio/ssl/context.hpp>
#include <cstddef>
#include <filesystem>
#include <map>
#include <string_view>

#include "support/site/certificates.hpp"

namespace vedette::test {

/// The ways in which the site presents itself over TLS, each on a port of its own.
enum class TlsFace {
  Good,               ///< signed by the site's own authority, for localhost and 127.0.0.1
  Expired,            ///< the same, but its validity ended yesterday
  NotYetValid,        ///< the same, but its validity begins tomorrow
  SelfSigned,         ///< signed by itself, for localhost and 127.0.0.1
  WrongName,          ///< signed by the site's authority, for another.example only
  ClientCertificate,  ///< good, and asks for a client certificate of the site's authority
  Tls12Only,          ///< good, and speaks TLS 1.2 only
};

inline constexpr std::array kTlsFaces = {
    TlsFace::Good,      TlsFace::Expired,           TlsFace::NotYetValid, TlsFace::SelfSigned,
    TlsFace::WrongName, TlsFace::ClientCertificate, TlsFace::Tls12Only,
};

/// The name of a face in file names and in the site's JSON line, such as `self-signed`.
[[nodiscard]] std::string_view name_of(TlsFace face);

/// One server context per face, with fresh certificates. Everything is also written into
/// `dir`, which is created if absent: `ca.crt`, `client.crt`, `client.key` and, per face,
/// `<face>.crt` and `<face>.key`. Throws std::runtime_error when that cannot be done.
[[nodiscard]] std::map<TlsFace, boost::asio::ssl::context> make_tls_faces(
    const std::filesystem::path& dir);

}  // namespace vedette::test
