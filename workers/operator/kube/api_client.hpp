#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/value.hpp>

#include "base/clock.hpp"
#include "operator/kube/api_result.hpp"
#include "operator/kube/cutter.hpp"
#include "operator/kube/http_connection.hpp"
#include "operator/kube/token_file.hpp"

namespace vedette::op {

struct ApiClientOptions {
  HttpEndpoint endpoint;
  std::filesystem::path token_file;           ///< empty: no token is sent
  Millis deadline{10'000};                    ///< of one call, retries included
  Millis token_age{60'000};                   ///< after which the token is read again
  std::size_t max_answer_bytes = 64UL << 20;  ///< a page of 500 large objects fits
};

struct ApiCall {
  std::string method;  ///< GET, POST, PUT, PATCH
  std::string path;    ///< with the query, percent-encoded
  std::string body = {};
  std::string content_type = "application/json";
  std::optional<Millis> deadline = std::nullopt;  ///< instead of the client's
};

/// Requests by method and status (0: no answer), as client-go counts them.
using RequestCounts = std::map<std::pair<std::string, int>, std::uint64_t>;

/// The Kubernetes API over HTTP/1.1. Each call waits for its answer on the caller's thread and
/// fails with what was said (api_error.hpp). A refused token (401) is read again once. Connections
/// are kept for later calls; since the server may close one meanwhile, a call on a kept one that
/// finds no answer is made once more on a new one, and a POST always takes a new one, for it must
/// not happen twice. Thread-safe.
class ApiClient {
 public:
  /// `clock` must outlive it. REQUIRES: options.endpoint.url can be parsed.
  ApiClient(ApiClientOptions options, const Clock& clock);

  /// The JSON of a 2xx answer.
  [[nodiscard]] ApiResult<boost::json::value> call(const ApiCall& call,
                                                   const std::stop_token& stop = {});

  /// A GET whose answer goes on and on, over a connection of its own: `receive` gets nothing
  /// when it has begun, then bytes as they come, until it says false (Internal), `stop` (Stopped),
  /// `silence` without a byte (TimedOut), or the server's end, clean (success) or not
  /// (Unavailable).
  [[nodiscard]] ApiResult<void> stream(const std::string& path, Millis silence,
                                       const std::stop_token& stop,
                                       const std::function<bool(std::string_view)>& receive);

  /// Ends everything in progress, and what follows at once, with Stopped.
  void stop() { stop_.request_stop(); }

  [[nodiscard]] RequestCounts requests() const;

 private:
  struct Answer {
    HttpHead head;
    std::string body;  ///< of a stream: of a refusal only
  };
  using Connection = std::unique_ptr<HttpConnection>;
  using Send = std::function<Result<Answer>(const HttpRequest&)>;

  [[nodiscard]] ApiResult<Answer> authorized(HttpRequest request, const Send& send);
  [[nodiscard]] Result<Answer> send(const HttpRequest& request, SteadyTime deadline,
                                    const std::stop_token& stop);
  [[nodiscard]] Result<Answer> send_over(HttpConnection& connection, const HttpRequest& request,
                                         SteadyTime deadline, const std::stop_token& stop);
  [[nodiscard]] Connection connect();
  [[nodiscard]] Connection take_idle();
  void keep(Connection connection);
  void count(const std::string& method, int status);

  const ApiClientOptions options_;
  TokenFile token_;
  std::stop_source stop_;
  Cutter cutter_;
  mutable std::mutex mutex_;
  std::vector<Connection> idle_;  // guarded by mutex_
  RequestCounts requests_;        // guarded by mutex_
};

}  // namespace vedette::op
