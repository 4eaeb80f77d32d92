#include "support/kube/awkward_api.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <chrono>
#include <stdexcept>
#include <system_error>

namespace vedette::test {
namespace {

constexpr int kPollMillis = 20;
constexpr std::chrono::seconds kPatience{10};

void check(bool ok, const char* what) {
  if (!ok) throw std::system_error(errno, std::generic_category(), what);
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

/// Adds what comes next to `buffer`; false at the connection's end.
bool read_more(int socket, std::string& buffer) {
  std::array<char, 16'384> bytes{};
  const ssize_t count = ::recv(socket, bytes.data(), bytes.size(), 0);
  if (count <= 0) return false;
  buffer.append(bytes.data(), static_cast<std::size_t>(count));
  return true;
}

AwkwardRequest head_from(std::string_view head) {
  AwkwardRequest request;
  const std::string_view first = head.substr(0, head.find("\r\n"));
  const std::size_t space = first.find(' ');
  request.method = first.substr(0, space);
  request.target = first.substr(space + 1, first.rfind(' ') - space - 1);
  head.remove_prefix(std::min(head.size(), first.size() + 2));
  while (!head.empty()) {
    const std::string_view line = head.substr(0, head.find("\r\n"));
    const std::size_t colon = line.find(": ");
    if (colon != std::string_view::npos) {
      request.headers[lower(line.substr(0, colon))] = line.substr(colon + 2);
    }
    head.remove_prefix(std::min(head.size(), line.size() + 2));
  }
  return request;
}

}  // namespace

std::string AwkwardRequest::parameter(std::string_view name) const {
  const std::string wanted = std::string(name) + "=";
  for (const char* before : {"?", "&"}) {
    const std::size_t at = target.find(before + wanted);
    if (at == std::string::npos) continue;
    const std::size_t begin = at + 1 + wanted.size();
    return target.substr(begin, target.find('&', begin) - begin);
  }
  return {};
}

void AwkwardReply::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) {
      open_ = false;
      return;
    }
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

void AwkwardReply::answer(int status, std::string_view body, std::string_view headers) {
  send("HTTP/1.1 " + std::to_string(status) + " Status\r\nContent-Type: application/json\r\n" +
       std::string(headers) + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
       std::string(body));
}

void AwkwardReply::begin_stream() {
  send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
}

void AwkwardReply::chunk(std::string_view bytes) {
  std::array<char, 20> size{};
  const int length = std::snprintf(size.data(), size.size(), "%zx\r\n", bytes.size());
  send(std::string(size.data(), static_cast<std::size_t>(length)) + std::string(bytes) + "\r\n");
}

void AwkwardReply::end_stream() { send("0\r\n\r\n"); }

void AwkwardReply::wait_for_hang_up() {
  pollfd hang_up{socket_, POLLRDHUP, 0};
  while (::poll(&hang_up, 1, kPollMillis) == 0) continue;
  open_ = false;
}

AwkwardApi::AwkwardApi(Handler handler) : handler_(std::move(handler)) { up(); }

AwkwardApi::~AwkwardApi() { down(); }

std::string AwkwardApi::url() const { return "http://127.0.0.1:" + std::to_string(port_); }

void AwkwardApi::up() {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  check(listener_ >= 0, "socket");
  const int yes = 1;
  ::setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port_);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  check(::bind(listener_, generic, size) == 0, "bind");
  check(::listen(listener_, 64) == 0, "listen");
  check(::getsockname(listener_, generic, &size) == 0, "getsockname");
  port_ = ntohs(address.sin_port);
  acceptor_ = std::jthread([this](const std::stop_token& stop) { accept_all(stop); });
}

void AwkwardApi::down() {
  if (listener_ < 0) return;
  acceptor_.request_stop();
  acceptor_.join();
  ::close(listener_);
  listener_ = -1;
  std::list<Connection> connections;
  {
    const std::lock_guard lock(mutex_);
    connections.swap(connections_);
  }
  for (Connection& connection : connections) ::shutdown(connection.socket, SHUT_RDWR);
  for (Connection& connection : connections) {
    connection.thread.join();
    ::close(connection.socket);
  }
}

std::vector<AwkwardRequest> AwkwardApi::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

std::size_t AwkwardApi::connections() const {
  const std::lock_guard lock(mutex_);
  return accepted_;
}

void AwkwardApi::wait_for_requests(std::size_t count) const {
  std::unique_lock lock(mutex_);
  if (came_.wait_for(lock, kPatience, [&] { return requests_.size() >= count; })) return;
  throw std::runtime_error("only " + std::to_string(requests_.size()) + " of " +
                           std::to_string(count) + " requests came");
}

void AwkwardApi::accept_all(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    pollfd ready{listener_, POLLIN, 0};
    if (::poll(&ready, 1, kPollMillis) <= 0) continue;
    const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (socket < 0) continue;
    const std::lock_guard lock(mutex_);
    ++accepted_;
    connections_.push_back({socket, std::jthread([this, socket] { serve(socket); })});
  }
}

void AwkwardApi::serve(int socket) {
  std::string buffer;
  AwkwardRequest request;
  AwkwardReply reply(socket);
  while (reply.open() && read_request(socket, buffer, request)) {
    {
      const std::lock_guard lock(mutex_);
      requests_.push_back(request);
    }
    came_.notify_all();
    handler_(request, reply);
  }
  ::shutdown(socket, SHUT_RDWR);
}

bool AwkwardApi::read_request(int socket, std::string& buffer, AwkwardRequest& request) {
  std::size_t end = 0;
  while ((end = buffer.find("\r\n\r\n")) == std::string::npos) {
    if (!read_more(socket, buffer)) return false;
  }
  request = head_from(std::string_view(buffer).substr(0, end));
  buffer.erase(0, end + 4);
  const auto length = request.headers.find("content-length");
  const std::size_t size = length == request.headers.end() ? 0 : std::stoul(length->second);
  while (buffer.size() < size) {
    if (!read_more(socket, buffer)) return false;
  }
  request.body = buffer.substr(0, size);
  buffer.erase(0, size);
  return true;
}

}  // namespace vedette::test
