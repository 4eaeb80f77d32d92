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
  Good,                    ///< signed by the site's own authority, for localhost and 127.0.0.1
  Expired,                 ///< the same, but its validity ended yesterday
  NotYetValid,             ///< the same, but its validity begins tomorrow
  SelfSigned,              ///< signed by itself, for localhost and 127.0.0.1
  WrongName,               ///< signed by the site's authority, for another.example only
  ClientCertificate,       ///< good, and asks for a client certificate of the site's authority
  Tls12Only,               ///< good, and speaks TLS 1.2 only
  Tls10Only,               ///< good, and speaks TLS 1.0 only
  Tls11Only,               ///< good, and speaks TLS 1.1 only
  Tls12ClientCertificate,  ///< both Tls12Only and ClientCertificate
  Rsa,                     ///< good, with an RSA key of 2048 bits
  CommonNameOnly,          ///< signed by the site's authority; localhost is in the subject alone
  Untrusted,               ///< good but for its authority, which nobody knows
  WithIntermediate,        ///< signed by an intermediate that the site sends along
  MissingIntermediate,     ///< signed by an intermediate that the site forgets to send
  ExpiredIntermediate,     ///< signed by an intermediate, sent along, that ended yesterday
  OldRootSentAlong,        ///< good; what is sent along leads to an old root that ended yesterday
};

inline constexpr std::array kTlsFaces = {
    TlsFace::Good,
    TlsFace::Expired,
    TlsFace::NotYetValid,
    TlsFace::SelfSigned,
    TlsFace::WrongName,
    TlsFace::ClientCertificate,
    TlsFace::Tls12Only,
    TlsFace::Tls10Only,
    TlsFace::Tls11Only,
    TlsFace::Tls12ClientCertificate,
    TlsFace::Rsa,
    TlsFace::CommonNameOnly,
    TlsFace::Untrusted,
    TlsFace::WithIntermediate,
    TlsFace::MissingIntermediate,
    TlsFace::ExpiredIntermediate,
    TlsFace::OldRootSentAlong,
};

/// The name of a face in file names and in the site's JSON line, such as `self-signed`.
[[nodiscard]] std::string_view name_of(TlsFace face);

/// How long the certificates of the site are valid from now on, unless their face says otherwise;
/// that of an intermediate is shorter than its leaf's.
inline constexpr std::chrono::hours kLeafEnds{24 * 365};
inline constexpr std::chrono::hours kIntermediateEnds{24 * 90};
inline constexpr std::chrono::hours kEndedYesterday{-24};

/// One server context per face, with fresh certificates. Everything is also written into
/// `dir`, which is created if absent: `ca.crt`, `old-ca.crt` (the old root of OldRootSentAlong),
/// `client.crt`, `client.key` and, per face, `<face>.crt` (with what is sent along) and
/// `<face>.key`. Throws std::runtime_error when that cannot be done.
[[nodiscard]] std::map<TlsFace, boost::asio::ssl::context> make_tls_faces(
    const std::filesystem::path& dir);

}  // namespace vedette::test
