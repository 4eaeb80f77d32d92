#include "runtime/admin_server.hpp"

#include <utility>

#include "runtime/http_listener.hpp"
#include "runtime/logging.hpp"

namespace vedette::runtime {
namespace {

constexpr HttpListener::Bounds kBounds{.threads = 32, .payload_bytes = 4096};

Answer health_answer(const HealthReport& report) {
  return {report.ok ? 200 : 503, "application/json", report.json};
}

/// What is left of an answer, piece by piece; false when it cannot be told.
bool send_next(Answer& answer, const std::string& path, httplib::DataSink& sink) {
  try {
    std::string piece = std::exchange(answer.body, {});
    if (piece.empty()) piece = answer.more();
    if (!piece.empty()) return sink.write(piece.data(), piece.size());
  } catch (const std::exception& error) {
    log_error("Page failed half-way", {{"path", path}, {"error", error.what()}});
    return false;
  }
  sink.done();
  return true;
}

void stream(Answer answer, const httplib::Request& request, httplib::Response& response) {
  response.status = answer.status;
  const std::string type = answer.content_type;
  auto next = [path = request.path, left = std::make_shared<Answer>(std::move(answer))](
                  std::size_t /*offset*/, httplib::DataSink& sink) {
    return send_next(*left, path, sink);
  };
  if (request.version == "HTTP/1.0") {  // knows no chunks: the end of the connection is its end
    response.set_content_provider(type, std::move(next));
  } else {
    response.set_chunked_content_provider(type, std::move(next));
  }
}

}  // namespace

struct AdminServer::Impl {
  std::map<std::string, Route> routes;
  HttpListener listener{kBounds};

  void configure() {
    // Answering before the library's routing keeps its recursive regular expressions out.
    listener.server().set_pre_routing_handler(
        [this](const httplib::Request& request, httplib::Response& response) {
          disarm(request);
          answer(request, response);
          return httplib::Server::HandlerResponse::Handled;
        });
  }

  void answer(const httplib::Request& request, httplib::Response& response) const {
    if (request.method != "GET" && request.method != "HEAD") {
      response.set_header("Allow", "GET, HEAD");
      return set_answer(response, 405, "only GET and HEAD are served\n");
    }
    if (request.has_header("Range")) return set_answer(response, 400, "Range is not served\n");
    const auto route = routes.find(request.path);
    if (route == routes.end()) return set_answer(response, 404, "no such page\n");
    try {
      Answer answer = route->second();
      if (answer.more) return stream(std::move(answer), request, response);
      set_answer(response, answer.status, answer.body, answer.content_type.c_str());
    } catch (const std::exception& error) {
      log_error("Page failed", {{"path", request.path}, {"error", error.what()}});
      set_answer(response, 500, "internal error\n");
    }
  }
};

AdminServer::AdminServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Result<std::unique_ptr<AdminServer>> AdminServer::start(const std::string& listen, Health& health,
                                                        Route metrics,
                                                        std::map<std::string, Route> pages) {
  auto impl = std::make_unique<Impl>();
  impl->routes = std::move(pages);
  impl->routes["/metrics"] = std::move(metrics);
  impl->routes["/livez"] = [&health] { return health_answer(health.live()); };
  impl->routes["/readyz"] = [&health] { return health_answer(health.ready()); };
  impl->configure();
  if (auto listening = impl->listener.listen(listen, "--listen", "admin"); !listening) {
    return tl::unexpected(std::move(listening.error()));
  }
  return std::unique_ptr<AdminServer>(new AdminServer(std::move(impl)));
}

AdminServer::~AdminServer() = default;

std::uint16_t AdminServer::port() const { return impl_->listener.port(); }

}  // namespace vedette::runtime
