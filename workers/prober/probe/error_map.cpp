#include "prober/probe/error_map.hpp"

#include <ares.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <cerrno>
#include <system_error>

namespace vedette::prober {

using model::Reason;

bool is_local_shortage(int error) {
  switch (error) {
    case EMFILE:
    case ENFILE:
    case EADDRNOTAVAIL:
    case EAGAIN:  // connect(): no free local port, or no room in the routing cache
    case ENOBUFS:
    case ENOMEM:
    case ENOSPC:  // epoll_ctl(): max_user_watches
      return true;
    default:
      return false;
  }
}

Reason reason_of_errno(int error) {
  if (is_local_shortage(error)) {
    return Reason::ProberResources;
  }
  switch (error) {
    case ECONNREFUSED:
      return Reason::ConnectionRefused;
    case ECONNRESET:
    case ECONNABORTED:
    case EPIPE:
      return Reason::ConnectionReset;
    case ETIMEDOUT:
      return Reason::Timeout;
    default:  // ENETUNREACH, EHOSTUNREACH, EACCES and EPERM of a firewall, EAFNOSUPPORT …
      return Reason::NetworkUnreachable;
  }
}

Reason reason_of_verify_error(long error) {
  switch (error) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return Reason::CertificateExpired;
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return Reason::CertificateNotYetValid;
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
      return Reason::CertificateNameMismatch;
    case X509_V_ERR_OUT_OF_MEM:
      return Reason::ProberResources;
    default:
      return Reason::CertificateUntrusted;
  }
}

Reason reason_of_ares(int status) {
  switch (status) {
    case ARES_SUCCESS:  // but without an address
    case ARES_ENODATA:
    case ARES_ENOTFOUND:
      return Reason::DnsNotFound;
    case ARES_ETIMEOUT:
      return Reason::DnsTimeout;
    case ARES_ENOMEM:
      return Reason::ProberResources;
    default:
      return Reason::DnsError;
  }
}

bool nameserver_answered(int status) {
  switch (status) {
    case ARES_SUCCESS:
    case ARES_ENODATA:
    case ARES_ENOTFOUND:
    case ARES_EFORMERR:
    case ARES_ESERVFAIL:
    case ARES_ENOTIMP:
    case ARES_EREFUSED:
    case ARES_EBADRESP:
      return true;
    default:
      return false;
  }
}

std::string errno_text(int error) { return std::system_category().message(error); }

std::string tls_error_text(unsigned long error) {
  const char* reason = ERR_reason_error_string(error);
  return reason == nullptr ? "TLS error " + std::to_string(error) : reason;
}

bool is_tls_alert(unsigned long error) {
  return ERR_GET_LIB(error) == ERR_LIB_SSL && ERR_GET_REASON(error) >= SSL_AD_REASON_OFFSET;
}

Failure failure_of_errno(int error, const std::string& what) {
  const Reason reason = reason_of_errno(error);
  if (reason != Reason::ProberResources) {
    return {reason, what + ": " + errno_text(error)};
  }
  return {reason, what + " needs more of this machine than there is (" + errno_text(error) +
                      "); raise its limits of descriptors and ports, or add probers"};
}

}  // namespace vedette::prober
