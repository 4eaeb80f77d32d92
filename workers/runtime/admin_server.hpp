#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "base/result.hpp"
#include "runtime/health.hpp"

namespace vedette::runtime {

/// What a route answers.
struct Answer {
  int status = 200;
  std::string content_type = "text/plain; charset=utf-8";
  std::string body;
  /// For pages too large to be held whole: the next piece after `body`, and an empty one at the
  /// end. Called on the thread of the request until then, or until the client is gone.
  std::function<std::string()> more = {};
};

/// Called for each GET, on any of the server's threads, several at once. An exception becomes a
/// 500 without its text; one out of `more` cuts the answer off.
using Route = std::function<Answer()>;

/// Serves /metrics, /livez, /readyz and the binary's own pages to the pod's neighbours. GET only,
/// literal paths, nothing is read from the request but its path. Slow or idle clients cannot keep
/// kubelet out: one request per connection, 32 threads, short timeouts, bounded payloads, Range
/// refused. Plain HTTP and no authentication: never expose it outside the cluster.
class AdminServer {
 public:
  /// Listens on `listen`, "host:port", ":port" (every address) or "[v6]:port"; port 0 takes a free
  /// one. `health` and what the routes refer to must outlive the server. Fails with Invalid when
  /// `listen` cannot be read and Unavailable when the address cannot be bound.
  [[nodiscard]] static Result<std::unique_ptr<AdminServer>> start(
      const std::string& listen, Health& health, Route metrics,
      std::map<std::string, Route> pages = {});

  /// Stops listening and waits for the requests in progress.
  ~AdminServer();
  AdminServer(const AdminServer&) = delete;
  AdminServer& operator=(const AdminServer&) = delete;

  /// The port that it listens on.
  [[nodiscard]] std::uint16_t port() const;

 private:
  struct Impl;
  explicit AdminServer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace vedette::runtime
