#include "prober/probe/resolver.hpp"

#include <ares.h>
#include <sys/socket.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <optional>
#include <utility>

#include "prober/probe/dns_channel.hpp"
#include "prober/probe/error_map.hpp"
#include "prober/probe/name_candidates.hpp"

namespace vedette::prober {

namespace asio = boost::asio;
using model::IpFamily;
using model::Reason;

namespace {

constexpr std::chrono::seconds kStartOverEvery{30};

std::vector<int> families_of(IpFamily family) {
  switch (family) {
    case IpFamily::Auto:
      return {AF_INET, AF_INET6};
    case IpFamily::IPv4:
      return {AF_INET};
    case IpFamily::IPv6:
      return {AF_INET6};
  }
  return {};
}

}  // namespace

/// An answer, or that none came within the time (status ARES_ETIMEOUT).
struct Resolver::Reply {
  int status = ARES_ETIMEOUT;
  int socket_error = 0;
  Addresses addresses = {};
  std::optional<Deafness::Ticket> unanswered = {};  // a question that no nameserver answered
};

Resolver::Resolver(const asio::any_io_executor& executor, ResolverOptions options)
    : executor_(executor), options_(std::move(options)) {
  read_configuration();
}

Resolver::~Resolver() = default;

asio::awaitable<Checked<Resolver::Addresses>> Resolver::resolve(std::string host, IpFamily family,
                                                                SteadyTime deadline) {
  const SteadyTime now = std::chrono::steady_clock::now();
  const SteadyTime give_up = now + (deadline - now) / 2;
  Reply worst{.status = ARES_ENOTFOUND};
  for (const std::string& name : name_candidates(host, search_)) {
    for (const int wanted : families_of(family)) {
      Reply reply = co_await ask(name, wanted, give_up);
      if (!reply.addresses.empty()) {
        co_return std::move(reply.addresses);
      }
      if (!nameserver_answered(reply.status)) {  // a further question would not be answered either
        co_return tl::unexpected(failure(host, reply));
      }
      if (reply.status == ARES_ENOTFOUND) {
        break;  // no such name in the other family either
      }
      worst = std::move(reply);  // but a search domain may know the name
    }
  }
  co_return tl::unexpected(failure(host, worst));
}

asio::awaitable<Resolver::Reply> Resolver::ask(std::string name, int family, SteadyTime give_up) {
  struct Waiting {
    explicit Waiting(const asio::any_io_executor& executor) : timer(executor) {}
    asio::steady_timer timer;
    std::optional<DnsChannel::Answer> answer;
  };
  const auto waiting = std::make_shared<Waiting>(executor_);
  waiting->timer.expires_at(give_up);
  const SteadyTime now = std::chrono::steady_clock::now();
  start_over_if_silent(now);
  channel_for(give_up - now).ask(name, family, [waiting](DnsChannel::Answer answer) {
    waiting->answer = std::move(answer);
    waiting->timer.cancel();
  });
  std::optional<Deafness::Ticket> unanswered;
  if (!waiting->answer) {  // /etc/hosts answers from inside ask()
    unanswered = deafness_.asked(name, now);
    co_await waiting->timer.async_wait(asio::as_tuple(asio::use_awaitable));
  }
  if (!waiting->answer) {
    co_return Reply{.unanswered = unanswered};
  }
  DnsChannel::Answer& answer = *waiting->answer;
  // With several nameservers c-ares says only that none helped, though they may have answered.
  const bool failed_by_all = answer.status == ARES_ECONNREFUSED && heard_ >= now;
  if (unanswered && (nameserver_answered(answer.status) || failed_by_all)) {
    deafness_.answered(*std::exchange(unanswered, std::nullopt));
  }
  co_return Reply{answer.status, answer.socket_error, std::move(answer.addresses), unanswered};
}

DnsChannel& Resolver::channel_for(std::chrono::nanoseconds budget) {
  const RetrySchedule schedule = retry_schedule(budget, servers_);
  auto& channel = channels_[{schedule.timeout, schedule.tries}];
  if (channel == nullptr) {
    channel = make_channel(schedule);
  }
  return *channel;
}

void Resolver::read_configuration() {
  const auto channel = make_channel({});  // asks nothing: c-ares reads resolv.conf for it
  servers_ = channel->server_count();
  search_ = options_.search.empty() ? channel->search_domains() : options_.search;
}

/// c-ares reads resolv.conf once per channel, but a machine may change its network. Nothing is lost
/// by dropping what nobody answers: the waiting probes give up at their own time.
void Resolver::start_over_if_silent(SteadyTime now) {
  if (deafness_.silent(now) && now >= next_start_over_) {
    next_start_over_ = now + kStartOverEvery;
    channels_.clear();
    read_configuration();
  }
}

std::unique_ptr<DnsChannel> Resolver::make_channel(RetrySchedule schedule) {
  return std::make_unique<DnsChannel>(executor_, options_, schedule, servers_,
                                      [this] { heard_ = std::chrono::steady_clock::now(); });
}

Failure Resolver::failure(const std::string& host, const Reply& reply) const {
  if (is_local_shortage(reply.socket_error)) {
    return failure_of_errno(reply.socket_error, "asking a nameserver for " + host);
  }
  if (reply.unanswered && deafness_.deaf(*reply.unanswered)) {
    return {Reason::ProberOffline,
            "no nameserver has answered this prober in time, whatever name it asked for; check its "
            "network and /etc/resolv.conf"};
  }
  const Reason reason = reason_of_ares(reply.status);
  switch (reason) {
    case Reason::DnsNotFound:
      return {reason, reply.status == ARES_ENOTFOUND
                          ? host + " does not exist"
                          : host + " has no address of the wanted family"};
    case Reason::DnsTimeout:
      return {reason, "no nameserver answered for " + host + " within half of the time left"};
    default:
      return {reason, "looking up " + host + ": " + ares_strerror(reply.status)};
  }
}

}  // namespace vedette::prober
