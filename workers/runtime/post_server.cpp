#include "runtime/post_server.hpp"

#include <utility>

#include "runtime/http_listener.hpp"
#include "runtime/logging.hpp"

namespace vedette::runtime {
namespace {

using HandlerResponse = httplib::Server::HandlerResponse;

Posted posted_of(const httplib::Request& request) {
  Posted posted;
  for (const auto& [name, value] : request.params) posted.parameters.emplace(name, value);
  posted.body = request.body;
  return posted;
}

/// Keeps the library from taking a form apart, which curl calls whatever it sends, and from waiting
/// for the end of a connection where no body is told of: then there is none (RFC 9112 §6.3).
void take_body_as_it_is(const httplib::Request& request) {
  auto& headers = const_cast<httplib::Request&>(request).headers;
  headers.erase("Content-Type");
  if (!request.has_header("Content-Length") && !request.has_header("Transfer-Encoding")) {
    headers.emplace("Content-Length", "0");
  }
}

}  // namespace

struct PostServer::Impl {
  explicit Impl(const Options& options)
      : path(options.path), listener({options.threads, options.most_body_bytes}) {}

  void configure() {
    listener.server().set_pre_routing_handler(
        [this](const httplib::Request& request, httplib::Response& response) {
          disarm(request);
          return refuse(request, response) ? HandlerResponse::Handled : HandlerResponse::Unhandled;
        });
    // Only requests for this very path come so far; the library matches it as a pattern.
    listener.server().Post(path,
                           [this](const httplib::Request& request, httplib::Response& response) {
                             answer(request, response);
                           });
  }

  /// Before the body is read; answers when it is not to be.
  [[nodiscard]] bool refuse(const httplib::Request& request, httplib::Response& response) const {
    if (request.path != path) {
      set_answer(response, 404, "no such page\n");
    } else if (request.method != "POST") {
      response.set_header("Allow", "POST");
      set_answer(response, 405, "only POST is served\n");
    } else if (request.has_header("Content-Encoding")) {
      set_answer(response, 415, "encoded bodies are not served\n");
    } else {
      take_body_as_it_is(request);
      return false;
    }
    return true;
  }

  void answer(const httplib::Request& request, httplib::Response& response) const {
    try {
      const Answer answer = handler(posted_of(request));
      set_answer(response, answer.status, answer.body, answer.content_type.c_str());
    } catch (const std::exception& error) {
      log_error("Page failed", {{"path", path}, {"error", error.what()}});
      set_answer(response, 500, "internal error\n");
    }
  }

  std::string path;
  PostHandler handler;
  HttpListener listener;
};

PostServer::PostServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Result<std::unique_ptr<PostServer>> PostServer::start(const Options& options, PostHandler handler) {
  auto impl = std::make_unique<Impl>(options);
  impl->handler = std::move(handler);
  impl->configure();
  if (auto listening = impl->listener.listen(options.listen, options.flag, "post"); !listening) {
    return tl::unexpected(std::move(listening.error()));
  }
  return std::unique_ptr<PostServer>(new PostServer(std::move(impl)));
}

PostServer::~PostServer() = default;

std::uint16_t PostServer::port() const { return impl_->listener.port(); }

}  // namespace vedette::runtime
