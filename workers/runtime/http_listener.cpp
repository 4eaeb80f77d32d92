#include "runtime/http_listener.hpp"

#include <sys/socket.h>

#include <cerrno>
#include <system_error>

#include <pthread.h>

#include "runtime/listen_address.hpp"

namespace vedette::runtime {
namespace {

constexpr std::time_t kIdleSeconds = 2;   // from accept to the request's first byte
constexpr std::time_t kReadSeconds = 3;   // of each read
constexpr std::time_t kWriteSeconds = 5;  // of each write

}  // namespace

HttpListener::HttpListener(const Bounds& bounds) {
  server_.new_task_queue = [threads = bounds.threads] { return new httplib::ThreadPool(threads); };
  server_.set_keep_alive_max_count(1);
  server_.set_keep_alive_timeout(kIdleSeconds);
  server_.set_read_timeout(kReadSeconds);
  server_.set_write_timeout(kWriteSeconds);
  server_.set_payload_max_length(bounds.payload_bytes);
  // The library's default shares the port with any process that asks for the same one.
  server_.set_socket_options([](socket_t fd) {
    const int yes = 1;
    ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  });
  // The default puts what() into a header.
  server_.set_exception_handler(
      [](const httplib::Request&, httplib::Response& response, const std::exception_ptr&) {
        set_answer(response, 500, "internal error\n");
      });
}

HttpListener::~HttpListener() {
  server_.stop();
  if (thread_.joinable()) thread_.join();
}

Result<void> HttpListener::listen(const std::string& address, const std::string& flag,
                                  const char* thread) {
  const Result<ListenAddress> parsed = parse_listen_address(address);
  if (!parsed) return tl::unexpected(parsed.error());
  errno = 0;
  if (!bind(parsed->host, parsed->port)) {
    const std::string reason =
        errno == 0 ? "the host is unknown" : std::generic_category().message(errno);
    return fail(ErrorKind::Unavailable,
                "cannot listen on " + address + ": " + reason + "; choose another " + flag);
  }
  thread_ = std::jthread([this] { server_.listen_after_bind(); });
  pthread_setname_np(thread_.native_handle(), thread);
  // stop() does nothing before the loop runs.
  while (!server_.is_running()) std::this_thread::yield();
  return {};
}

bool HttpListener::bind(const std::string& host, std::uint16_t port) {
  if (port != 0) {
    port_ = port;
    return server_.bind_to_port(host, port);
  }
  const int free_port = server_.bind_to_any_port(host);
  if (free_port <= 0) return false;
  port_ = static_cast<std::uint16_t>(free_port);
  return true;
}

void disarm(const httplib::Request& request) {
  auto& own = const_cast<httplib::Request&>(request);
  own.headers.erase("Accept-Encoding");
  own.ranges.clear();
}

void set_answer(httplib::Response& response, int status, const std::string& body,
                const char* content_type) {
  response.status = status;
  response.set_content(body, content_type);
}

}  // namespace vedette::runtime
