#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <thread>

#include <httplib.h>

#include "base/result.hpp"

namespace vedette::runtime {

/// cpp-httplib's server, kept from what it would do for a stranger: one request per connection,
/// short timeouts, bounded payloads, no address shared with others, no text of exceptions in
/// headers. For the servers of this folder.
class HttpListener {
 public:
  struct Bounds {
    std::size_t threads;        ///< that answer requests
    std::size_t payload_bytes;  ///< of a request's body
  };

  /// Not listening yet: set the handlers of server() first.
  explicit HttpListener(const Bounds& bounds);
  /// Stops listening and waits for the requests in progress.
  ~HttpListener();
  HttpListener(const HttpListener&) = delete;
  HttpListener& operator=(const HttpListener&) = delete;

  [[nodiscard]] httplib::Server& server() { return server_; }

  /// Listens on `address`, see parse_listen_address; the thread that accepts is named `thread`.
  /// `flag` is the one to turn when that fails. Invalid when the address cannot be read,
  /// Unavailable when it cannot be bound.
  [[nodiscard]] Result<void> listen(const std::string& address, const std::string& flag,
                                    const char* thread);

  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  [[nodiscard]] bool bind(const std::string& host, std::uint16_t port);

  httplib::Server server_;
  std::uint16_t port_ = 0;
  std::jthread thread_;
};

/// Takes away what makes the library work hard for a stranger: hundreds of ranges of one body,
/// brotli on megabytes. The request is const for handlers, but it is ours.
void disarm(const httplib::Request& request);

/// Answers with a text.
void set_answer(httplib::Response& response, int status, const std::string& body,
                const char* content_type = "text/plain; charset=utf-8");

}  // namespace vedette::runtime
