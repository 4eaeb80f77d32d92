#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace vedette::test {

/// What a nameserver says about one name.
struct DnsAnswer {
  enum class Manner {
    Answer,
    Silence,    ///< never answers
    Garbage,    ///< answers with a message that is cut short
    Truncated,  ///< says by UDP that the answer is too large for it, and answers by TCP
  };
  /// IPv4 and IPv6 together; each question gets those of its type.
  std::vector<std::string> addresses = {};
  /// Of RFC 1035: 0 no error, 2 SERVFAIL, 3 NXDOMAIN, 5 REFUSED.
  unsigned code = 0;
  std::chrono::milliseconds delay{0};
  Manner manner = Manner::Answer;
  /// What `addresses` become once they were given, as an attacker's nameserver rebinds a name;
  /// empty = they stay.
  std::vector<std::string> next_addresses = {};
};

/// A nameserver on 127.0.0.1, UDP and TCP, that knows what its map says; all other names do not
/// exist. Serves from one thread from construction to destruction.
class DnsServer {
 public:
  /// Names in lower case, without a final dot. `port` 0 = any free one. Throws
  /// boost::system::system_error.
  explicit DnsServer(std::map<std::string, DnsAnswer> answers, std::uint16_t port = 0);
  DnsServer(const DnsServer&) = delete;
  DnsServer& operator=(const DnsServer&) = delete;
  ~DnsServer();

  /// "127.0.0.1:PORT".
  [[nodiscard]] std::string address() const;

  /// From now on every name has this answer.
  void answer_all(DnsAnswer answer);

  /// What was asked so far, in order, repetitions included: "shop.test A", "shop.test AAAA",
  /// "shop.test A by TCP".
  [[nodiscard]] std::vector<std::string> questions() const;

 private:
  class Service;
  std::unique_ptr<Service> service_;
  std::jthread thread_;
};

}  // namespace vedette::test
