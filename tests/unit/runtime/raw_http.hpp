#pragma once

#include <cstdint>
#include <string>

namespace vedette::runtime::test {

/// A connection to a loopback port that says what it likes. Every wait ends after 20 s.
class RawConnection {
 public:
  /// Throws std::system_error when nothing listens.
  explicit RawConnection(std::uint16_t port);
  ~RawConnection();
  RawConnection(const RawConnection&) = delete;
  RawConnection& operator=(const RawConnection&) = delete;

  void send(const std::string& text) const;
  /// Everything until the server closes the connection.
  [[nodiscard]] std::string read_all() const;
  /// Whether the server has neither said anything nor closed the connection yet.
  [[nodiscard]] bool is_waiting() const;

 private:
  int socket_ = -1;
};

/// Sends `request` on a connection of its own and returns the whole answer.
[[nodiscard]] std::string converse(std::uint16_t port, const std::string& request);
/// The same for a plain GET with further header lines, each ended by CRLF.
[[nodiscard]] std::string get(std::uint16_t port, const std::string& path,
                              const std::string& headers = {});

/// What follows the head of an answer.
[[nodiscard]] std::string body_of(const std::string& answer);

}  // namespace vedette::runtime::test
