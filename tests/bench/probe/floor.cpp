#include "bench/probe/floor.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <memory>
#include <stdexcept>
#include <string_view>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <re2/re2.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace vedette::bench {
namespace {

using SteadyClock = std::chrono::steady_clock;
using SslContext = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;
using Ssl = std::unique_ptr<SSL, decltype(&SSL_free)>;

constexpr const char* kHost = "127.0.0.1";
/// Nothing on loopback takes this long: the server is gone.
constexpr int kSilenceMs = 10'000;

struct Fetch {
  enum class Stage { Connecting, Handshaking, Requesting, Reading };
  int fd = -1;
  Stage stage = Stage::Connecting;
  Ssl ssl{nullptr, SSL_free};
  std::string answer;
  std::size_t size = 0;  ///< of the whole answer; 0 while unknown
};

enum class Progress { Waiting, Ended, Failed };

class Floor {
 public:
  explicit Floor(const FloorOptions& options)
      : options_(options),
        request_("GET " + options.path + " HTTP/1.1\r\nHost: " + kHost +
                 "\r\nUser-Agent: floor\r\nAccept: */*\r\nConnection: close\r\n\r\n"),
        pattern_(options.pattern),
        fetches_(options.in_flight),
        epoll_(epoll_create1(EPOLL_CLOEXEC)) {
    if (epoll_ < 0) throw std::runtime_error("epoll_create1 failed");
    if (!options.ca_file.empty()) make_context();
    server_.sin_family = AF_INET;
    server_.sin_port = htons(options.port);
    inet_pton(AF_INET, kHost, &server_.sin_addr);
    for (Fetch& fetch : fetches_) idle_.push_back(&fetch);
  }
  ~Floor() { close(epoll_); }
  Floor(const Floor&) = delete;
  Floor& operator=(const Floor&) = delete;

  std::size_t run() {
    std::array<epoll_event, 256> events{};
    while (ended_ < options_.probes) {
      const timespec pause = start_due();
      const int count = epoll_pwait2(epoll_, events.data(), events.size(), &pause, nullptr);
      if (count < 0 && errno != EINTR) throw std::runtime_error("epoll_pwait2 failed");
      if (count == 0 && pause.tv_sec > 0) throw std::runtime_error("the server answers no more");
      for (int i = 0; i < count; ++i) {
        go_on(*static_cast<Fetch*>(events.at(static_cast<std::size_t>(i)).data.ptr));
      }
    }
    return found_;
  }

 private:
  void make_context() {
    context_.reset(SSL_CTX_new(TLS_client_method()));
    if (SSL_CTX_load_verify_locations(context_.get(), options_.ca_file.c_str(), nullptr) != 1) {
      throw std::runtime_error("cannot read the CA of " + options_.ca_file);
    }
    SSL_CTX_set_verify(context_.get(), SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_mode(context_.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_RELEASE_BUFFERS);
  }

  /// Starts what is due and returns how long to wait for events at most.
  timespec start_due() {
    constexpr timespec kSilence{.tv_sec = kSilenceMs / 1000, .tv_nsec = 0};
    while (started_ < options_.probes && !idle_.empty()) {
      if (options_.rate > 0) {
        const std::chrono::duration<double> due(static_cast<double>(started_) / options_.rate);
        const auto wait =
            std::chrono::duration_cast<std::chrono::nanoseconds>(begun_ + due - SteadyClock::now());
        if (wait.count() > 0) return {.tv_sec = 0, .tv_nsec = std::min(wait.count(), 999'999'999L)};
      }
      Fetch* fetch = idle_.back();
      idle_.pop_back();
      ++started_;
      connect_to_server(*fetch);
    }
    return kSilence;
  }

  void connect_to_server(Fetch& fetch) {
    fetch.answer.clear();
    fetch.size = 0;
    fetch.stage = Fetch::Stage::Connecting;
    fetch.fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fetch.fd < 0) throw std::runtime_error("no more descriptors");
    const int on = 1;
    setsockopt(fetch.fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    // How it ends shows when the socket can be written to.
    (void)connect(fetch.fd, reinterpret_cast<const sockaddr*>(&server_), sizeof server_);
    epoll_event event{.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, .data = {.ptr = &fetch}};
    epoll_ctl(epoll_, EPOLL_CTL_ADD, fetch.fd, &event);
  }

  void go_on(Fetch& fetch) {
    const Progress progress = step(fetch);
    if (progress == Progress::Waiting) return;
    if (progress == Progress::Ended && fetch.answer.starts_with("HTTP/1.1 200 ") &&
        RE2::PartialMatch(fetch.answer, pattern_)) {
      ++found_;
    }
    if (fetch.ssl != nullptr) SSL_shutdown(fetch.ssl.get());
    fetch.ssl.reset();
    close(fetch.fd);
    ++ended_;
    idle_.push_back(&fetch);
  }

  Progress step(Fetch& fetch) {
    if (fetch.stage == Fetch::Stage::Connecting) {
      int error = 0;
      socklen_t size = sizeof error;
      getsockopt(fetch.fd, SOL_SOCKET, SO_ERROR, &error, &size);
      if (error != 0) return Progress::Failed;
      fetch.stage = Fetch::Stage::Requesting;
      if (context_ != nullptr) begin_tls(fetch);
    }
    if (fetch.stage == Fetch::Stage::Handshaking) {
      ERR_clear_error();
      const int done = SSL_do_handshake(fetch.ssl.get());
      if (done != 1) return wants_more(fetch, done) ? Progress::Waiting : Progress::Failed;
      fetch.stage = Fetch::Stage::Requesting;
    }
    if (fetch.stage == Fetch::Stage::Requesting) {
      // A new connection takes a request as short as this at once.
      if (fetch.ssl != nullptr) {
        SSL_write(fetch.ssl.get(), request_.data(), static_cast<int>(request_.size()));
      } else {
        send(fetch.fd, request_.data(), request_.size(), MSG_NOSIGNAL);
      }
      fetch.stage = Fetch::Stage::Reading;
    }
    return read_answer(fetch);
  }

  void begin_tls(Fetch& fetch) {
    fetch.ssl.reset(SSL_new(context_.get()));
    SSL_set_fd(fetch.ssl.get(), fetch.fd);
    X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(fetch.ssl.get()), kHost);
    SSL_set_connect_state(fetch.ssl.get());
    fetch.stage = Fetch::Stage::Handshaking;
  }

  static bool wants_more(const Fetch& fetch, int returned) {
    const int error = SSL_get_error(fetch.ssl.get(), returned);
    return error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE;
  }

  Progress read_answer(Fetch& fetch) {
    while (fetch.size == 0 || fetch.answer.size() < fetch.size) {
      ssize_t got = 0;
      if (fetch.ssl != nullptr) {
        ERR_clear_error();
        const int read =
            SSL_read(fetch.ssl.get(), buffer_.data(), static_cast<int>(buffer_.size()));
        if (read <= 0 && wants_more(fetch, read)) return Progress::Waiting;
        got = read;
      } else {
        got = recv(fetch.fd, buffer_.data(), buffer_.size(), 0);
        if (got < 0 && errno == EAGAIN) return Progress::Waiting;
      }
      if (got == 0) return Progress::Ended;
      if (got < 0) return Progress::Failed;
      fetch.answer.append(buffer_.data(), static_cast<std::size_t>(got));
      if (fetch.size == 0) find_size(fetch);
    }
    return Progress::Ended;
  }

  static void find_size(Fetch& fetch) {
    constexpr std::string_view kLength = "Content-Length: ";
    const std::string_view answer = fetch.answer;
    const std::size_t head = answer.find("\r\n\r\n");
    if (head == std::string_view::npos) return;
    const std::size_t at = answer.substr(0, head).find(kLength);
    if (at == std::string_view::npos) return;
    std::size_t length = 0;
    std::from_chars(answer.data() + at + kLength.size(), answer.data() + head, length);
    fetch.size = head + 4 + length;
  }

  FloorOptions options_;
  std::string request_;
  RE2 pattern_;
  SslContext context_{nullptr, SSL_CTX_free};
  sockaddr_in server_{};
  std::array<char, 32 * 1024> buffer_{};
  std::vector<Fetch> fetches_;
  std::vector<Fetch*> idle_;
  int epoll_;
  SteadyClock::time_point begun_ = SteadyClock::now();
  std::size_t started_ = 0;
  std::size_t ended_ = 0;
  std::size_t found_ = 0;
};

}  // namespace

std::size_t run_floor(const FloorOptions& options) {
  return std::make_unique<Floor>(options)->run();
}

}  // namespace vedette::bench
