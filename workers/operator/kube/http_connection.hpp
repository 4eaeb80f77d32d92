#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "operator/kube/cutter.hpp"

namespace vedette::op {

struct HttpRequest {
  std::string method;
  std::string path;          ///< with the query, percent-encoded
  std::string body;          ///< empty: none is sent
  std::string content_type;  ///< of the body
  std::string bearer;        ///< empty: no Authorization
};

struct HttpHead {
  int status = 0;
  std::string retry_after;  ///< the header, empty without it
};

struct HttpEndpoint {
  std::string url;                ///< http or https, without a path
  std::filesystem::path ca_file;  ///< PEM; empty: the system's
  Millis connect_timeout{5'000};  ///< of each address, and of each step of a TLS handshake
};

/// When an exchange is given up, beside its stop tokens.
struct HttpPatience {
  SteadyTime deadline;            ///< until the head, or the end, has come
  std::optional<Millis> silence;  ///< when given, each byte that comes moves the deadline by this
};

/// One connection to the API server, kept open between exchanges: the only class that sees
/// cpp-httplib. For one thread at a time. Needs SIGPIPE ignored.
class HttpConnection {
 public:
  /// Called with nothing when the head has come, then with the bytes of the body as they come;
  /// false ends the exchange. An exception ends it too.
  using Receive = std::function<bool(const HttpHead&, std::string_view)>;

  /// Connects with the first exchange. `cutter` must outlive it.
  /// REQUIRES: the URL can be parsed (resolve_api_settings saw to that).
  HttpConnection(HttpEndpoint endpoint, Cutter& cutter);
  ~HttpConnection();
  HttpConnection(const HttpConnection&) = delete;
  HttpConnection& operator=(const HttpConnection&) = delete;

  /// Sends a request and passes the answer's body on. Redirects are not followed. After a failure
  /// the connection is of no use. Fails with TimedOut, Stopped, Unavailable (no answer, or one that
  /// broke off) or Internal (`receive` ended it).
  [[nodiscard]] Result<HttpHead> exchange(const HttpRequest& request, const HttpPatience& patience,
                                          const std::stop_token& stop,
                                          const std::stop_token& other_stop,
                                          const Receive& receive);

  /// True when the next exchange finds the connection open, so that it can fail merely because the
  /// server has closed it meanwhile.
  [[nodiscard]] bool is_open() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace vedette::op
