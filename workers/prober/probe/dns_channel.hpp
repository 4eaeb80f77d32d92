#pragma once

#include <sys/socket.h>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "prober/probe/resolver.hpp"
#include "prober/probe/retry_schedule.hpp"

// c-ares names its own.
struct ares_addrinfo;     // NOLINT(readability-identifier-naming)
struct ares_channeldata;  // NOLINT(readability-identifier-naming)

namespace vedette::prober {

/// One c-ares channel on an io_context: its sockets are watched by Asio, its time-outs driven by a
/// timer that ticks while queries are in flight. Answers come on the io_context's thread, or from
/// inside ask() itself (/etc/hosts, no socket).
class DnsChannel {
 public:
  /// What a query ended with.
  struct Answer {
    int status = 0;  ///< ARES_…
    int socket_error =
        0;  ///< errno of a socket or of /etc/hosts that could not be opened, 0 = none
    Resolver::Addresses addresses;
  };

  /// Called exactly once per query unless the channel is destroyed before. Kept until then, so
  /// whoever waits for the answer may leave.
  using Callback = std::function<void(Answer)>;

  /// `heard` is called whenever a nameserver sent something, whatever it was. `servers` is how many
  /// there are: with one, SERVFAIL and REFUSED are its answer; with more, c-ares asks the next and
  /// may end with "Could not contact DNS servers" when all failed.
  DnsChannel(const boost::asio::any_io_executor& executor, const ResolverOptions& options,
             RetrySchedule schedule, int servers, std::function<void()> heard);
  DnsChannel(const DnsChannel&) = delete;
  DnsChannel& operator=(const DnsChannel&) = delete;
  /// Queries in flight are dropped without an answer.
  ~DnsChannel();

  /// Asks for the addresses of an absolute name in one family (AF_INET or AF_INET6).
  void ask(const std::string& name, int family, Callback callback);

  [[nodiscard]] int server_count() const;
  [[nodiscard]] std::vector<std::string> search_domains() const;

 private:
  enum Direction { Read, Write };
  struct Pending;
  struct Watch;

  static void on_socket_state(void* self, int fd, int readable, int writable);
  static void on_answer(void* pending, int status, int timeouts, ares_addrinfo* found);
  static int open_socket(int family, int type, int protocol, void* self);
  static int connect_socket(int fd, const sockaddr* address, socklen_t size, void* self);
  static ssize_t receive(int fd, void* into, size_t size, int flags, sockaddr* from,
                         socklen_t* from_size, void* self);

  void watch(int fd, bool readable, bool writable);
  void wait(const std::shared_ptr<Watch>& watch, Direction direction);
  void tick();

  boost::asio::any_io_executor executor_;
  std::function<void()> heard_;
  std::shared_ptr<boost::asio::steady_timer> ticker_;  // its handlers hold it weakly
  std::map<int, std::shared_ptr<Watch>> watches_;      // by descriptor
  ares_channeldata* channel_ = nullptr;
  int setup_status_ = 0;
  size_t in_flight_ = 0;
  int socket_error_ = 0;
  bool ticking_ = false;
};

}  // namespace vedette::prober
