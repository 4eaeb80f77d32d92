#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "model/probe_result.hpp"
#include "prober/probe/certificates.hpp"
#include "prober/probe/openssl_ptr.hpp"
#include "prober/probe/tls_profile.hpp"

namespace vedette::prober {

/// What one non-blocking call on a connection did.
struct IoStep {
  enum class Kind {
    Moved,        ///< `bytes` were read or written, or the handshake is done
    WantRead,     ///< call again when the socket is readable
    WantWrite,    ///< call again when it is writable
    End,          ///< the peer closed in good order
    SocketError,  ///< `error` is an errno
    TlsError,     ///< `error` is of OpenSSL's queue
  };
  Kind kind = Kind::Moved;
  size_t bytes = 0;
  unsigned long error = 0;
};

/// Who the peer must prove to be.
struct PeerName {
  std::string host;  ///< a DNS name or an address without brackets
  bool literal = false;
};

/// One TCP connection of a probe, plain until start_tls(). No call blocks. OpenSSL works on the
/// socket's own descriptor, so there are no buffers of ours. The process must ignore SIGPIPE
/// (runtime/signals.hpp): OpenSSL writes with write(2).
class Connection {
 public:
  explicit Connection(const boost::asio::any_io_executor& executor) : socket_(executor) {}
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  [[nodiscard]] boost::asio::ip::tcp::socket& socket() { return socket_; }

  [[nodiscard]] bool encrypted() const { return ssl_ != nullptr; }

  /// Prepares the handshake. False when OpenSSL has no memory. REQUIRES: the socket is connected.
  /// `with_certificate` false leaves the profile's client certificate out.
  [[nodiscard]] bool start_tls(const TlsProfile& profile, const PeerName& peer,
                               bool with_certificate);
  /// Has the handshake keep the peer's chain in peer_check().
  void keep_chain() { check_.keep_chain = true; }
  [[nodiscard]] IoStep handshake();

  [[nodiscard]] IoStep read(std::span<char> into);
  [[nodiscard]] IoStep write(std::string_view bytes);

  /// What the handshake's verification saw so far.
  [[nodiscard]] const PeerCheck& peer_check() const { return check_; }
  /// Certificate, version and cipher so far; nothing over plain TCP. Leaves no certificate behind.
  [[nodiscard]] std::optional<model::TlsFacts> take_tls_facts();

 private:
  void begin_tls_step();
  [[nodiscard]] IoStep tls_step(int result);

  boost::asio::ip::tcp::socket socket_;
  PeerCheck check_;
  size_t read_allowance_ = 0;  // bytes that OpenSSL may still read in this step
  OpenSslPtr<SSL> ssl_;
};

}  // namespace vedette::prober
