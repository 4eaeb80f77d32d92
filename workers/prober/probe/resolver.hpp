#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/address.hpp>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "model/target.hpp"
#include "prober/probe/deafness.hpp"
#include "prober/probe/failure.hpp"
#include "prober/probe/resolver_options.hpp"
#include "prober/probe/retry_schedule.hpp"

namespace vedette::prober {

class DnsChannel;

/// Resolves names of /etc/hosts and DNS by c-ares, any number at once on one thread: a dead name
/// delays nobody else. Answers are not cached: a probe measures its lookup.
class Resolver {
 public:
  using Addresses = std::vector<boost::asio::ip::address>;

  /// At most so many addresses of a name are tried.
  static constexpr size_t kMaxAddresses = 16;

  Resolver(const boost::asio::any_io_executor& executor, ResolverOptions options);
  Resolver(const Resolver&) = delete;
  Resolver& operator=(const Resolver&) = delete;
  ~Resolver();

  /// The addresses of `host`, a name. Gives up within half of what is left until `deadline`
  /// (dns_timeout). Auto asks for A and, only when the name has none, for AAAA. Never returns an
  /// empty list.
  [[nodiscard]] boost::asio::awaitable<Checked<Addresses>> resolve(std::string host,
                                                                   model::IpFamily family,
                                                                   SteadyTime deadline);

 private:
  struct Reply;
  [[nodiscard]] boost::asio::awaitable<Reply> ask(std::string name, int family, SteadyTime give_up);
  [[nodiscard]] DnsChannel& channel_for(std::chrono::nanoseconds budget);
  [[nodiscard]] std::unique_ptr<DnsChannel> make_channel(RetrySchedule schedule);
  void read_configuration();
  void start_over_if_silent(SteadyTime now);
  [[nodiscard]] Failure failure(const std::string& host, const Reply& reply) const;

  boost::asio::any_io_executor executor_;
  ResolverOptions options_;
  int servers_ = 1;
  std::vector<std::string> search_;
  Deafness deafness_;
  SteadyTime heard_;  // when a nameserver last sent something, whatever it was
  SteadyTime next_start_over_;
  std::map<std::pair<Millis, int>, std::unique_ptr<DnsChannel>> channels_;  // by schedule
};

}  // namespace vedette::prober
