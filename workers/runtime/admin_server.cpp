#include "runtime/admin_server.hpp"

#include <sys/socket.h>

#include <cerrno>
#include <system_error>
#include <thread>
#include <utility>

#include <httplib.h>

#include "runtime/listen_address.hpp"
#include "runtime/logging.hpp"

namespace vedette::runtime {
namespace {

constexpr std::size_t kThreads = 32;
constexpr std::size_t kMaxPayloadBytes = 4096;
constexpr std::time_t kIdleSeconds = 2;   // from accept to the request's first byte
constexpr std::time_t kReadSeconds = 3;   // of each read
constexpr std::time_t kWriteSeconds = 5;  // of each write

constexpr const char* kPlainText = "text/plain; charset=utf-8";

void set(httplib::Response& response, int status, const std::string& body,
         const char* content_type = kPlainText) {
  response.status = status;
  response.set_content(body, content_type);
}

Answer health_answer(const HealthReport& report) {
  return {report.ok ? 200 : 503, "application/json", report.json};
}

/// Takes away what makes this library work hard for a stranger: hundreds of ranges of one body,
/// brotli on megabytes. The request is const for handlers, but it is ours.
void disarm(const httplib::Request& request) {
  auto& own = const_cast<httplib::Request&>(request);
  own.headers.erase("Accept-Encoding");
  own.ranges.clear();
}

}  // namespace

struct AdminServer::Impl {
  std::map<std::string, Route> routes;
  httplib::Server server;
  std::uint16_t port = 0;
  std::jthread thread;

  void configure() {
    server.new_task_queue = [] { return new httplib::ThreadPool(kThreads); };
    server.set_keep_alive_max_count(1);
    server.set_keep_alive_timeout(kIdleSeconds);
    server.set_read_timeout(kReadSeconds);
    server.set_write_timeout(kWriteSeconds);
    server.set_payload_max_length(kMaxPayloadBytes);
    // The library's default shares the port with any process that asks for the same one.
    server.set_socket_options([](socket_t fd) {
      const int yes = 1;
      ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    });
    // Answering before the library's routing keeps its recursive regular expressions out.
    server.set_pre_routing_handler(
        [this](const httplib::Request& request, httplib::Response& response) {
          disarm(request);
          answer(request, response);
          return httplib::Server::HandlerResponse::Handled;
        });
    // The default puts what() into a header.
    server.set_exception_handler(
        [](const httplib::Request&, httplib::Response& response, const std::exception_ptr&) {
          set(response, 500, "internal error\n");
        });
  }

  void answer(const httplib::Request& request, httplib::Response& response) const {
    if (request.method != "GET" && request.method != "HEAD") {
      response.set_header("Allow", "GET, HEAD");
      return set(response, 405, "only GET and HEAD are served\n");
    }
    if (request.has_header("Range")) return set(response, 400, "Range is not served\n");
    const auto route = routes.find(request.path);
    if (route == routes.end()) return set(response, 404, "no such page\n");
    try {
      const Answer answer = route->second();
      set(response, answer.status, answer.body, answer.content_type.c_str());
    } catch (const std::exception& error) {
      log_error("Page failed", {{"path", request.path}, {"error", error.what()}});
      set(response, 500, "internal error\n");
    }
  }

  [[nodiscard]] bool bind(const ListenAddress& address) {
    if (address.port != 0) {
      port = address.port;
      return server.bind_to_port(address.host, address.port);
    }
    const int free_port = server.bind_to_any_port(address.host);
    if (free_port <= 0) return false;
    port = static_cast<std::uint16_t>(free_port);
    return true;
  }

  void listen() {
    thread = std::jthread([this] { server.listen_after_bind(); });
    pthread_setname_np(thread.native_handle(), "admin");
    // stop() does nothing before the loop runs.
    while (!server.is_running()) std::this_thread::yield();
  }
};

AdminServer::AdminServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Result<std::unique_ptr<AdminServer>> AdminServer::start(const std::string& listen, Health& health,
                                                        Route metrics,
                                                        std::map<std::string, Route> pages) {
  const Result<ListenAddress> address = parse_listen_address(listen);
  if (!address) return tl::unexpected(address.error());
  auto impl = std::make_unique<Impl>();
  impl->routes = std::move(pages);
  impl->routes["/metrics"] = std::move(metrics);
  impl->routes["/livez"] = [&health] { return health_answer(health.live()); };
  impl->routes["/readyz"] = [&health] { return health_answer(health.ready()); };
  impl->configure();
  errno = 0;
  if (!impl->bind(*address)) {
    const std::string reason =
        errno == 0 ? "the host is unknown" : std::generic_category().message(errno);
    return fail(ErrorKind::Unavailable,
                "cannot listen on " + listen + ": " + reason + "; choose another --listen");
  }
  impl->listen();
  return std::unique_ptr<AdminServer>(new AdminServer(std::move(impl)));
}

AdminServer::~AdminServer() {
  impl_->server.stop();
  impl_->thread.join();
}

std::uint16_t AdminServer::port() const { return impl_->port; }

}  // namespace vedette::runtime
