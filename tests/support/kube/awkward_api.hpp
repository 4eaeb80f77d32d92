#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace vedette::test {

/// A request as it came.
struct AwkwardRequest {
  std::string method;
  std::string target;                          ///< path and query
  std::map<std::string, std::string> headers;  ///< names in lower case
  std::string body;

  [[nodiscard]] bool is_watch() const { return target.find("watch=true") != std::string::npos; }
  /// A parameter of the query as it was sent, empty without it.
  [[nodiscard]] std::string parameter(std::string_view name) const;
};

/// What a handler says, byte by byte if it likes. A connection is kept open after an answer or an
/// ended stream, until hang_up().
class AwkwardReply {
 public:
  explicit AwkwardReply(int socket) : socket_(socket) {}

  /// A whole answer; `headers` are further lines, each ended by CRLF.
  void answer(int status, std::string_view body, std::string_view headers = {});
  /// The head of a chunked answer 200, its pieces, its end.
  void begin_stream();
  void chunk(std::string_view bytes);
  void end_stream();
  /// Closes the connection when the handler returns.
  void hang_up() { open_ = false; }
  /// Says nothing until the client, or the end of the server, closes the connection.
  void wait_for_hang_up();

  [[nodiscard]] bool open() const { return open_; }

 private:
  void send(std::string_view bytes);

  int socket_;
  bool open_ = true;
};

/// An HTTP/1.1 server on loopback that does exactly what a handler says: for the behaviour that a
/// real API server cannot be brought to. A thread for each connection. Thread-safe.
class AwkwardApi {
 public:
  /// Called for each request, on its connection's thread.
  using Handler = std::function<void(const AwkwardRequest&, AwkwardReply&)>;

  /// Throws std::system_error when there is no port to be had.
  explicit AwkwardApi(Handler handler);
  ~AwkwardApi();
  AwkwardApi(const AwkwardApi&) = delete;
  AwkwardApi& operator=(const AwkwardApi&) = delete;

  /// "http://127.0.0.1:port", the same after down() and up().
  [[nodiscard]] std::string url() const;

  /// Closes port and connections.
  void down();
  void up();

  [[nodiscard]] std::vector<AwkwardRequest> requests() const;
  [[nodiscard]] std::size_t connections() const;
  /// Waits until `count` requests have come. Throws std::runtime_error after 10 s.
  void wait_for_requests(std::size_t count) const;

 private:
  struct Connection {
    int socket = -1;
    std::jthread thread;
  };

  void accept_all(const std::stop_token& stop);
  void serve(int socket);
  [[nodiscard]] static bool read_request(int socket, std::string& buffer, AwkwardRequest& request);

  const Handler handler_;
  std::uint16_t port_ = 0;
  int listener_ = -1;
  mutable std::mutex mutex_;
  mutable std::condition_variable came_;
  std::vector<AwkwardRequest> requests_;  // guarded by mutex_
  std::size_t accepted_ = 0;              // guarded by mutex_
  std::list<Connection> connections_;     // guarded by mutex_
  std::jthread acceptor_;
};

}  // namespace vedette::test
