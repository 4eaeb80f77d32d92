#include "support/dns_server.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <mutex>
#include <optional>
#include <string_view>
#include <utility>

namespace vedette::test {

namespace asio = boost::asio;
using asio::ip::tcp;
using asio::ip::udp;

namespace {

constexpr std::size_t kHeaderBytes = 12;
constexpr unsigned kTypeA = 1;
constexpr unsigned kTypeAaaa = 28;

/// The question of a query (RFC 1035 §4.1.2), which answers repeat.
struct Question {
  std::string name;
  unsigned type = 0;
  std::string bytes;
};

std::optional<Question> question_of(std::string_view query) {
  Question question;
  std::size_t at = kHeaderBytes;
  while (at < query.size() && query[at] != 0) {
    const auto length = static_cast<unsigned char>(query[at]);
    if (at + 1 + length >= query.size()) {
      return std::nullopt;
    }
    question.name += question.name.empty() ? "" : ".";
    question.name += query.substr(at + 1, length);
    at += 1U + length;
  }
  constexpr std::size_t kRootTypeClass = 5;
  if (at + kRootTypeClass > query.size()) {
    return std::nullopt;
  }
  question.type = static_cast<unsigned char>(query[at + 2]);
  question.bytes = query.substr(kHeaderBytes, at + kRootTypeClass - kHeaderBytes);
  return question;
}

void append16(std::string& out, unsigned value) {
  out += static_cast<char>(value >> 8);
  out += static_cast<char>(value & 0xFF);
}

template <typename Bytes>
void append_record(std::string& out, unsigned type, const Bytes& address) {
  append16(out, 0xC000 + kHeaderBytes);  // a pointer to the question's name
  append16(out, type);
  append16(out, 1);  // class IN
  append16(out, 0);
  append16(out, 60);  // time to live, s
  append16(out, static_cast<unsigned>(address.size()));
  out.append(address.begin(), address.end());
}

std::string response_to(std::string_view query, const Question& question, const DnsAnswer& answer) {
  std::string records;
  unsigned count = 0;
  for (const std::string& text : answer.addresses) {
    const auto address = asio::ip::make_address(text);
    if (address.is_v4() && question.type == kTypeA) {
      append_record(records, kTypeA, address.to_v4().to_bytes());
      ++count;
    } else if (address.is_v6() && question.type == kTypeAaaa) {
      append_record(records, kTypeAaaa, address.to_v6().to_bytes());
      ++count;
    }
  }
  std::string response(query.substr(0, 2));
  append16(response, 0x8180 | answer.code);  // a response, recursion desired and available
  append16(response, 1);
  append16(response, count);
  append16(response, 0);
  append16(response, 0);
  return response + question.bytes + records;
}

/// The response now promises a record that is not there.
std::string cut_short(std::string response) {
  constexpr std::size_t kAnswerCountAt = 7;
  response[kAnswerCountAt] = 1;
  return response;
}

/// "Ask again by TCP" (RFC 1035 §4.1.1, the bit TC).
std::string truncated(std::string response) {
  constexpr std::size_t kFlagsAt = 2;
  response[kFlagsAt] = static_cast<char>(response[kFlagsAt] | 0x02);
  return response;
}

}  // namespace

/// All but the questions belongs to the server's thread.
class DnsServer::Service {
 public:
  Service(std::map<std::string, DnsAnswer> answers, std::uint16_t port)
      : answers_(std::move(answers)),
        acceptor_(io_, tcp::endpoint(asio::ip::address_v4::loopback(), port)) {
    receive();
    asio::co_spawn(io_, accept(), asio::detached);
  }

  void run() { io_.run(); }
  void stop() { io_.stop(); }
  [[nodiscard]] std::uint16_t port() const { return port_; }

  void answer_all(DnsAnswer answer) {
    asio::post(io_, [this, answer = std::move(answer)] { answer_of_all_ = answer; });
  }

  [[nodiscard]] std::vector<std::string> questions() const {
    const std::lock_guard lock(mutex_);
    return questions_;
  }

 private:
  void receive() {
    socket_.async_receive_from(asio::buffer(buffer_), peer_,
                               [this](const boost::system::error_code& error, size_t size) {
                                 if (!error) {
                                   handle({buffer_.data(), size});
                                 }
                                 receive();
                               });
  }

  void handle(std::string_view query) {
    const auto question = question_of(query);
    if (!question) {
      return;
    }
    note(*question, "");
    const DnsAnswer answer = answer_to(*question);
    switch (answer.manner) {
      case DnsAnswer::Manner::Answer:
        send_later(response_to(query, *question, answer), answer.delay);
        break;
      case DnsAnswer::Manner::Garbage:
        send_later(cut_short(response_to(query, *question, {})), answer.delay);
        break;
      case DnsAnswer::Manner::Truncated:
        send_later(truncated(response_to(query, *question, {})), answer.delay);
        break;
      case DnsAnswer::Manner::Silence:
        break;
    }
  }

  asio::awaitable<void> accept() {
    for (;;) {
      asio::co_spawn(io_, answer_one(co_await acceptor_.async_accept(asio::use_awaitable)),
                     asio::detached);
    }
  }

  /// One question by TCP, where a length stands before each message (RFC 1035 §4.2.2).
  asio::awaitable<void> answer_one(tcp::socket peer) {
    std::array<unsigned char, 2> length{};
    co_await asio::async_read(peer, asio::buffer(length), asio::use_awaitable);
    std::string query(length[0] * 256U + length[1], '\0');
    co_await asio::async_read(peer, asio::buffer(query), asio::use_awaitable);
    const auto question = question_of(query);
    if (!question) {
      co_return;
    }
    note(*question, " by TCP");
    const std::string response = response_to(query, *question, answer_to(*question));
    std::string message;
    append16(message, static_cast<unsigned>(response.size()));
    message += response;
    co_await asio::async_write(peer, asio::buffer(message), asio::use_awaitable);
  }

  void note(const Question& question, std::string_view how) {
    const std::lock_guard lock(mutex_);
    questions_.push_back(question.name + (question.type == kTypeA ? " A" : " AAAA"));
    questions_.back() += how;
  }

  [[nodiscard]] DnsAnswer answer_to(const Question& question) {
    if (answer_of_all_) {
      return *answer_of_all_;
    }
    const auto known = answers_.find(question.name);
    if (known == answers_.end()) {
      return DnsAnswer{.code = 3};
    }
    DnsAnswer answer = known->second;
    const bool given = std::any_of(
        answer.addresses.begin(), answer.addresses.end(), [&question](const std::string& text) {
          return asio::ip::make_address(text).is_v6() == (question.type == kTypeAaaa);
        });
    if (given && !answer.next_addresses.empty()) {
      known->second.addresses = std::exchange(known->second.next_addresses, {});
    }
    return answer;
  }

  void send_later(std::string response, std::chrono::milliseconds delay) {
    auto timer = std::make_shared<asio::steady_timer>(io_, delay);
    timer->async_wait([this, timer, peer = peer_,
                       response = std::move(response)](const boost::system::error_code&) {
      boost::system::error_code gone;
      socket_.send_to(asio::buffer(response), peer, 0, gone);
    });
  }

  std::map<std::string, DnsAnswer> answers_;
  std::optional<DnsAnswer> answer_of_all_;
  asio::io_context io_{1};
  tcp::acceptor acceptor_;
  std::uint16_t port_ = acceptor_.local_endpoint().port();
  udp::socket socket_{io_, udp::endpoint(asio::ip::address_v4::loopback(), port_)};
  udp::endpoint peer_;
  std::array<char, 512> buffer_{};
  mutable std::mutex mutex_;
  std::vector<std::string> questions_;  // guarded by mutex_
};

DnsServer::DnsServer(std::map<std::string, DnsAnswer> answers, std::uint16_t port)
    : service_(std::make_unique<Service>(std::move(answers), port)),
      thread_([this] { service_->run(); }) {}

DnsServer::~DnsServer() { service_->stop(); }

std::string DnsServer::address() const { return "127.0.0.1:" + std::to_string(service_->port()); }

void DnsServer::answer_all(DnsAnswer answer) { service_->answer_all(std::move(answer)); }

std::vector<std::string> DnsServer::questions() const { return service_->questions(); }

}  // namespace vedette::test
