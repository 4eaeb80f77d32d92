#include "support/site/raw_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <list>
#include <system_error>
#include <utility>

namespace vedette::test {
namespace {

constexpr std::chrono::seconds kPatience{30};

/// Ends a script whose connection cannot go on.
struct ConnectionEnded {};

[[noreturn]] void fail(const char* tried) {
  throw std::system_error(errno, std::generic_category(), tried);
}

}  // namespace

/// An open file descriptor.
class RawServer::Descriptor {
 public:
  explicit Descriptor(int fd, const char* tried) : fd_(fd) {
    if (fd < 0) {
      fail(tried);
    }
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { ::close(fd_); }

  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};

RawServer::RawServer(RawScript script)
    : script_(std::move(script)),
      listener_(std::make_unique<Descriptor>(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0),
                                             "opening a socket")),
      stop_event_(std::make_unique<Descriptor>(::eventfd(0, EFD_CLOEXEC), "opening an eventfd")) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener_->get(), generic, length) != 0 || ::listen(listener_->get(), 128) != 0 ||
      ::getsockname(listener_->get(), generic, &length) != 0) {
    fail("listening on 127.0.0.1");
  }
  port_ = ntohs(address.sin_port);
  thread_ = std::jthread([this] {
    pthread_setname_np(pthread_self(), "raw-server");
    accept_connections();
  });
}

RawServer::~RawServer() { stop(); }

void RawServer::stop() {
  if (thread_.joinable()) {
    ::eventfd_write(stop_event_->get(), 1);
    thread_.join();
  }
}

std::string RawServer::url(const std::string& path) const {
  return "http://127.0.0.1:" + std::to_string(port_) + path;
}

void RawServer::accept_connections() {
  struct Connected {
    std::atomic<bool> ended = false;  // by then the thread only has to be joined
    std::jthread thread;
  };
  std::list<Connected> connections;  // joined when this function returns
  for (;;) {
    std::array<pollfd, 2> watched{{{stop_event_->get(), POLLIN, 0}, {listener_->get(), POLLIN, 0}}};
    ::poll(watched.data(), watched.size(), -1);
    if (watched[0].revents != 0) {
      return;
    }
    if (watched[1].revents == 0) {
      continue;
    }
    const int fd = ::accept4(listener_->get(), nullptr, nullptr, SOCK_CLOEXEC);
    if (fd < 0) {
      continue;
    }
    connections.remove_if([](const Connected& connected) { return connected.ended.load(); });
    Connected& connected = connections.emplace_back();
    connected.thread = std::jthread([this, fd, number = accepted_++, &ended = connected.ended] {
      run_script(fd, number);
      ended = true;
    });
  }
}

void RawServer::run_script(int fd, std::size_t number) {
  RawConnection connection(fd, stop_event_->get(), number);
  try {
    script_(connection);
  } catch (const ConnectionEnded&) {
    return;  // the peer left or the server stops: the script has nothing more to say
  }
}

RawConnection::RawConnection(int fd, int stop_fd, std::size_t number)
    : fd_(fd), stop_fd_(stop_fd), number_(number) {
  const int on = 1;
  ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

RawConnection::~RawConnection() { close(); }

std::string RawConnection::read_head() {
  constexpr std::string_view kEnd = "\r\n\r\n";
  std::size_t at = 0;
  while ((at = received_.find(kEnd)) == std::string::npos) {
    if (!receive()) {
      throw ConnectionEnded{};
    }
  }
  return read_bytes(at + kEnd.size());
}

std::string RawConnection::read_bytes(std::size_t count) {
  while (received_.size() < count) {
    if (!receive()) {
      throw ConnectionEnded{};
    }
  }
  std::string bytes = received_.substr(0, count);
  received_.erase(0, count);
  return bytes;
}

std::string RawConnection::read_some() {
  if (received_.empty() && !receive()) {
    throw ConnectionEnded{};
  }
  return std::exchange(received_, {});
}

void RawConnection::wait_for_close() {
  while (receive()) {
    received_.clear();
  }
}

void RawConnection::send(std::string_view bytes) {
  while (!bytes.empty()) {
    if (!wait(Wait::Writable, kPatience)) {
      throw ConnectionEnded{};
    }
    const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && errno != EAGAIN && errno != EINTR) {
      throw ConnectionEnded{};
    }
    bytes.remove_prefix(sent < 0 ? 0 : static_cast<std::size_t>(sent));
  }
}

void RawConnection::drip(std::string_view bytes, std::chrono::milliseconds between) {
  for (const char& byte : bytes) {
    send({&byte, 1});
    pause(between);
  }
}

void RawConnection::pause(std::chrono::milliseconds time) { wait(Wait::Nothing, time); }

void RawConnection::shut_down() { ::shutdown(fd_, SHUT_WR); }

void RawConnection::close() {
  if (fd_ >= 0) {
    ::close(std::exchange(fd_, -1));
  }
}

void RawConnection::reset() {
  const linger at_once{1, 0};
  ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  close();
}

/// True when the socket is ready, false when the limit passed. Throws when the server stops.
bool RawConnection::wait(Wait what, std::chrono::milliseconds limit) const {
  const auto end = std::chrono::steady_clock::now() + limit;
  const short events = what == Wait::Readable ? POLLIN : POLLOUT;
  for (;;) {
    std::array<pollfd, 2> watched{
        {{stop_fd_, POLLIN, 0}, {what == Wait::Nothing ? -1 : fd_, events, 0}}};
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    if (left.count() <= 0) {
      return false;
    }
    const int ready = ::poll(watched.data(), watched.size(), static_cast<int>(left.count()));
    if (watched[0].revents != 0) {
      throw ConnectionEnded{};
    }
    if (ready > 0) {
      return true;
    }
  }
}

/// Appends what the peer sent to received_; false at its EOF or RST.
bool RawConnection::receive() {
  if (!wait(Wait::Readable, kPatience)) {
    throw ConnectionEnded{};
  }
  std::array<char, 16 * 1024> chunk{};
  const ssize_t count = ::recv(fd_, chunk.data(), chunk.size(), 0);
  if (count <= 0) {
    return false;
  }
  received_.append(chunk.data(), static_cast<std::size_t>(count));
  return true;
}

}  // namespace vedette::test
