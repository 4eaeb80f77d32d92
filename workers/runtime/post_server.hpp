#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "base/result.hpp"
#include "runtime/admin_server.hpp"

namespace vedette::runtime {

/// What was posted.
struct Posted {
  std::map<std::string, std::string> parameters;  ///< of the query, decoded
  std::string body;
};

/// Called for each POST, on any of the server's threads, several at once. `Answer::more` is not
/// used. An exception becomes a 500 without its text.
using PostHandler = std::function<Answer(const Posted& posted)>;

/// Serves POST on one path and nothing else, with the same caution as AdminServer, and refuses
/// bodies that are encoded. A body is taken as it is, whatever type it says to be. Plain HTTP and
/// no authentication.
class PostServer {
 public:
  struct Options {
    std::string listen;  ///< as AdminServer takes it
    std::string flag;    ///< that gave `listen`, for messages
    std::string path;    ///< letters, digits, '/' and '-'
    std::size_t most_body_bytes = 0;
    std::size_t threads = 8;
  };

  /// What `handler` refers to must outlive the server. Fails as AdminServer::start does.
  [[nodiscard]] static Result<std::unique_ptr<PostServer>> start(const Options& options,
                                                                 PostHandler handler);

  /// Stops listening and waits for the requests in progress.
  ~PostServer();
  PostServer(const PostServer&) = delete;
  PostServer& operator=(const PostServer&) = delete;

  [[nodiscard]] std::uint16_t port() const;

 private:
  struct Impl;
  explicit PostServer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace vedette::runtime
