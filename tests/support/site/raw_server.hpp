#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

namespace vedette::test {

class RawConnection;

/// What a server does with one connection. When it returns, the connection is closed.
using RawScript = std::function<void(RawConnection&)>;

/// A server on 127.0.0.1 that behaves exactly as badly as its script says: it may reset,
/// drip, lie about lengths or stay silent. Each connection runs the script in a thread of
/// its own, so the script may block; it must be safe to run several times at once.
///
///     RawServer server([](RawConnection& peer) {
///       (void)peer.read_head();
///       peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
///       peer.reset();
///     });
class RawServer {
 public:
  /// Listens on a free port when the constructor returns. Throws std::system_error.
  explicit RawServer(RawScript script);
  RawServer(const RawServer&) = delete;
  RawServer& operator=(const RawServer&) = delete;
  ~RawServer();

  /// Interrupts every script at its next call on the connection, or at once where it waits,
  /// and joins the threads. May be repeated.
  void stop();

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] std::string url(const std::string& path = "/") const;
  /// How many connections were accepted so far.
  [[nodiscard]] std::size_t accepted() const { return accepted_; }

 private:
  class Descriptor;
  void accept_connections();
  void run_script(int fd, std::size_t number);

  RawScript script_;
  std::unique_ptr<Descriptor> listener_;
  std::unique_ptr<Descriptor> stop_event_;  // readable from stop() on
  std::uint16_t port_ = 0;
  std::atomic<std::size_t> accepted_{0};
  std::jthread thread_;
};

/// The server's end of one connection, as a script sees it. A call that cannot go on
/// (the peer went away, the server is stopped, nothing happened for 30 s) ends the script
/// by an exception that the server catches.
class RawConnection {
 public:
  /// `stop_fd` becomes readable when the server stops. Owns `fd`, not `stop_fd`.
  RawConnection(int fd, int stop_fd, std::size_t number);
  RawConnection(const RawConnection&) = delete;
  RawConnection& operator=(const RawConnection&) = delete;
  ~RawConnection();

  /// 0 for the first connection that the server accepted, 1 for the second …
  [[nodiscard]] std::size_t number() const { return number_; }

  /// Reads to the end of a request's head and returns it, with its empty line.
  [[nodiscard]] std::string read_head();
  /// Reads exactly that many bytes, such as a body after its head.
  [[nodiscard]] std::string read_bytes(std::size_t count);
  /// Reads what comes next, at least one byte, such as a TLS client's hello.
  [[nodiscard]] std::string read_some();
  /// Waits until the peer closes or resets; what it sends meanwhile is thrown away.
  void wait_for_close();

  void send(std::string_view bytes);
  /// Sends byte after byte with that much time between two of them.
  void drip(std::string_view bytes, std::chrono::milliseconds between);
  void pause(std::chrono::milliseconds time);

  /// Closes the sending half only: the peer reads EOF and may go on sending.
  void shut_down();
  /// Closes in good order (FIN), if everything that came was read: else the kernel sends an
  /// RST. Nothing may be called afterwards; same for reset().
  void close();
  /// Closes with an RST.
  void reset();

 private:
  enum class Wait { Readable, Writable, Nothing };
  bool wait(Wait what, std::chrono::milliseconds limit) const;
  bool receive();

  int fd_;
  int stop_fd_;
  std::size_t number_;
  std::string received_;  // and not yet read by the script
};

}  // namespace vedette::test
