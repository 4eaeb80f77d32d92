#pragma once

#include <string>

#include "model/names.hpp"
#include "prober/probe/failure.hpp"

namespace vedette::prober {

/// True when this errno speaks about the prober's machine, not about the site: no descriptor, port,
/// buffer or memory left.
[[nodiscard]] bool is_local_shortage(int error);

/// What an errno of connect() or of a socket before the answer means.
[[nodiscard]] model::Reason reason_of_errno(int error);

/// What X509_verify_cert found (X509_V_ERR_…).
[[nodiscard]] model::Reason reason_of_verify_error(long error);

/// What a c-ares status (ARES_…) means for a name that got no address.
[[nodiscard]] model::Reason reason_of_ares(int status);

/// True for the statuses that mean a nameserver said something, be it that the name does not exist.
[[nodiscard]] bool nameserver_answered(int status);

/// strerror(), without its lock and its buffer: "Connection refused".
[[nodiscard]] std::string errno_text(int error);

/// OpenSSL's words for an error of its queue: "wrong version number".
[[nodiscard]] std::string tls_error_text(unsigned long error);

/// True when a TLS error is an alert that the peer sent.
[[nodiscard]] bool is_tls_alert(unsigned long error);

/// An ending for an errno: prober_resources with what to do about it, or what it means for the
/// site. `what` is what was tried: "connecting to 192.0.2.7:443".
[[nodiscard]] Failure failure_of_errno(int error, const std::string& what);

}  // namespace vedette::prober
