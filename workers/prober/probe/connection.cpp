#include "prober/probe/connection.hpp"

#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <limits>

namespace vedette::prober {
namespace {

constexpr size_t kMostTlsBytes = std::numeric_limits<int>::max();
/// What OpenSSL may take from the socket in one step: two records of the largest kind.
constexpr size_t kReadAllowance = 32 * 1024;

IoStep of_errno(IoStep::Kind would_block) {
  if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) {
    return {would_block};
  }
  return {IoStep::Kind::SocketError, 0, static_cast<unsigned long>(errno)};
}

/// OpenSSL goes on reading for as long as it gets nothing but what it passes over (HelloRequests in
/// a handshake, tickets after it). So that a peer which floods with these keeps the engine's thread
/// to itself for a moment only, the socket seems empty when the step's allowance is used up.
long limit_reads(BIO* bio, int operation, const char* /*data*/, size_t /*size*/, int /*unused*/,
                 long /*unused*/, int result, size_t* done) {
  auto& allowance = *reinterpret_cast<size_t*>(BIO_get_callback_arg(bio));
  if (operation == BIO_CB_READ && allowance == 0) {
    BIO_clear_retry_flags(bio);
    BIO_set_retry_read(bio);
    return -1;
  }
  if (operation == (BIO_CB_READ | BIO_CB_RETURN) && result > 0) {
    allowance -= std::min(allowance, *done);
  }
  return result;
}

/// "1.3" out of "TLSv1.3"; OpenSSL says "TLSv1" for 1.0.
std::string version_text(const SSL* ssl) {
  switch (SSL_version(ssl)) {
    case TLS1_VERSION:
      return "1.0";
    case TLS1_1_VERSION:
      return "1.1";
    case TLS1_2_VERSION:
      return "1.2";
    case TLS1_3_VERSION:
      return "1.3";
    default:
      return {};
  }
}

}  // namespace

bool Connection::start_tls(const TlsProfile& profile, const PeerName& peer, bool with_certificate) {
  ssl_.reset(SSL_new(profile.context()));
  if (ssl_ == nullptr || SSL_set_fd(ssl_.get(), socket_.native_handle()) != 1) {
    return false;
  }
  BIO_set_callback_ex(SSL_get_rbio(ssl_.get()), limit_reads);
  BIO_set_callback_arg(SSL_get_rbio(ssl_.get()), reinterpret_cast<char*>(&read_allowance_));
  check_.accept_any = profile.accept_any();
  check_.known = &profile.verified_chains();
  SSL_set_app_data(ssl_.get(), &check_);
  if (!with_certificate) {
    SSL_certs_clear(ssl_.get());
  }
  X509_VERIFY_PARAM* verify = SSL_get0_param(ssl_.get());
  if (peer.literal) {
    if (X509_VERIFY_PARAM_set1_ip_asc(verify, peer.host.c_str()) != 1) {
      return false;
    }
  } else {
    const std::string_view host = peer.host;  // certificates and SNI know no final dot
    const std::string name(host.substr(0, host.size() - (host.ends_with('.') ? 1 : 0)));
    // As browsers do: a name in the subject alone does not count (RFC 9525 §6.3).
    X509_VERIFY_PARAM_set_hostflags(
        verify, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
    if (X509_VERIFY_PARAM_set1_host(verify, name.data(), name.size()) != 1 ||
        SSL_set_tlsext_host_name(ssl_.get(), name.c_str()) != 1) {
      return false;
    }
  }
  SSL_set_connect_state(ssl_.get());
  return true;
}

IoStep Connection::handshake() {
  begin_tls_step();
  return tls_step(SSL_do_handshake(ssl_.get()));
}

IoStep Connection::read(std::span<char> into) {
  if (ssl_ != nullptr) {
    begin_tls_step();
    const auto size = static_cast<int>(std::min(into.size(), kMostTlsBytes));
    const IoStep step = tls_step(SSL_read(ssl_.get(), into.data(), size));
    if (step.kind == IoStep::Kind::WantRead) {
      // Handling a ticket leaves OpenSSL with buffers of 17 KB each, whatever
      // SSL_MODE_RELEASE_BUFFERS says; a site may think for seconds. Refused, and rightly so, while
      // they hold something.
      SSL_free_buffers(ssl_.get());
    }
    return step;
  }
  const ssize_t got = ::recv(socket_.native_handle(), into.data(), into.size(), 0);
  if (got < 0) {
    return of_errno(IoStep::Kind::WantRead);
  }
  return {got == 0 ? IoStep::Kind::End : IoStep::Kind::Moved, static_cast<size_t>(got)};
}

IoStep Connection::write(std::string_view bytes) {
  if (ssl_ != nullptr) {
    begin_tls_step();
    const auto size = static_cast<int>(std::min(bytes.size(), kMostTlsBytes));
    return tls_step(SSL_write(ssl_.get(), bytes.data(), size));
  }
  const ssize_t sent = ::send(socket_.native_handle(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
  if (sent < 0) {
    return of_errno(IoStep::Kind::WantWrite);
  }
  return {IoStep::Kind::Moved, static_cast<size_t>(sent)};
}

void Connection::begin_tls_step() {
  read_allowance_ = kReadAllowance;
  ERR_clear_error();  // SSL_get_error() reads both, and neither is reset by success
  errno = 0;
}

IoStep Connection::tls_step(int result) {
  if (result > 0) {
    return {IoStep::Kind::Moved, static_cast<size_t>(result)};
  }
  const int error = errno;
  switch (SSL_get_error(ssl_.get(), result)) {
    case SSL_ERROR_WANT_READ:
      return {IoStep::Kind::WantRead};
    case SSL_ERROR_WANT_WRITE:
      return {IoStep::Kind::WantWrite};
    case SSL_ERROR_ZERO_RETURN:
      return {IoStep::Kind::End};
    case SSL_ERROR_SYSCALL:
      if (error == 0) {
        return {IoStep::Kind::End};
      }
      return {IoStep::Kind::SocketError, 0, static_cast<unsigned long>(error)};
    default: {
      const unsigned long reason = ERR_peek_error();
      ERR_clear_error();
      return {IoStep::Kind::TlsError, 0, reason};
    }
  }
}

std::optional<model::TlsFacts> Connection::take_tls_facts() {
  if (ssl_ == nullptr) {
    return std::nullopt;
  }
  model::TlsFacts facts = std::move(check_.facts).value_or(model::TlsFacts{});
  check_.facts.reset();
  const SSL_CIPHER* cipher = SSL_get_current_cipher(ssl_.get());
  if (cipher == nullptr) {
    cipher = SSL_get_pending_cipher(ssl_.get());
  }
  if (cipher != nullptr) {
    facts.cipher = SSL_CIPHER_get_name(cipher);
    facts.version = version_text(ssl_.get());
  }
  return facts;
}

}  // namespace vedette::prober
