#include "prober/probe/reach.hpp"

#include <boost/asio/ip/address.hpp>
#include <string>
#include <utility>

#include "prober/probe/connect.hpp"
#include "prober/probe/handshake.hpp"
#include "prober/probe/tunnel.hpp"

namespace vedette::prober {

namespace asio = boost::asio;
using model::IpFamily;
using model::Phase;
using model::Reason;

namespace {

/// A literal address needs no resolver, but must be of the wanted family.
Checked<Resolver::Addresses> literal_address(const std::string& host, IpFamily family) {
  boost::system::error_code error;
  const auto address = asio::ip::make_address(host, error);
  const bool wanted = family == IpFamily::Auto || (family == IpFamily::IPv6) == address.is_v6();
  if (error || !wanted) {
    return ends(Reason::DnsNotFound, host + " is no address of the wanted family");
  }
  return Resolver::Addresses{address};
}

/// Connects to the host of `url`, where `egress` allows.
asio::awaitable<Checked<void>> connect_to(Flight& flight, Connection& connection,
                                          const model::Url& url, IpFamily family,
                                          const EgressPolicy& egress) {
  flight.enter(Phase::Dns);
  Checked<Resolver::Addresses> addresses;
  if (url.host_is_literal) {
    addresses = literal_address(url.host, family);
  } else {
    addresses = co_await flight.share.resolver.resolve(url.host, family, flight.deadline.at());
  }
  if (!addresses) {
    const bool late = addresses.error().reason == Reason::DnsTimeout && flight.deadline.passed();
    co_return tl::unexpected(late ? flight.timed_out() : std::move(addresses.error()));
  }
  flight.enter(Phase::Connect);
  co_return co_await connect(connection, *addresses, url.port, egress, flight.deadline,
                             flight.facts.address, flight.tracer.get());
}

/// What the policy says of a hop whose address only the proxy will know: literal addresses and
/// ports.
Checked<void> judge_before_proxy(const EgressPolicy& egress, const model::Url& url) {
  std::optional<std::string> rule = egress.denial_of_port(url.port);
  if (!rule && url.host_is_literal) {
    rule = egress.denial({asio::ip::make_address(url.host), url.port});
  }
  if (rule) {
    return ends(Reason::BlockedByPolicy,
                "probes may not go to " + url.host_header + " (" + *rule + ")", Phase::Connect);
  }
  return {};
}

/// Whatever keeps the probe from its proxy is the proxy's failure, unless it is ours.
Failure failure_of_proxy(const Proxy& proxy, Failure failure) {
  if (outcome_of(failure.reason) == model::Outcome::Unknown) {
    return failure;
  }
  return {Reason::ProxyError, "cannot reach " + proxy.text() + ": " + failure.message,
          failure.phase};
}

asio::awaitable<Checked<void>> connect_through(Flight& flight, Connection& connection,
                                               const Proxy& proxy, const Hop& hop) {
  if (auto allowed = judge_before_proxy(flight.share.egress, hop.url); !allowed) {
    co_return allowed;
  }
  const EgressPolicy open;  // the proxy is the operator's choice, wherever it is
  auto connected = co_await connect_to(flight, connection, proxy.url, IpFamily::Auto, open);
  if (!connected) {
    co_return tl::unexpected(failure_of_proxy(proxy, std::move(connected.error())));
  }
  if (hop.url.tls) {
    co_return co_await open_tunnel(flight, connection, proxy, hop.url);
  }
  co_return Checked<void>();
}

}  // namespace

asio::awaitable<Checked<void>> reach(Flight& flight, Connection& connection, const Hop& hop) {
  const ProbePlan& plan = *flight.plan;
  Checked<void> connected;
  if (plan.proxy != nullptr) {
    connected = co_await connect_through(flight, connection, *plan.proxy, hop);
  } else {
    connected = co_await connect_to(flight, connection, hop.url, plan.target->ip_family,
                                    flight.share.egress);
  }
  if (connected && hop.url.tls) {
    flight.enter(Phase::Tls);
    if (flight.tracer != nullptr) {
      connection.keep_chain();
    }
    connected = co_await shake_hands(flight, connection, hop);
    if (flight.tracer != nullptr) {
      flight.tracer->set_chain(connection.peer_check().chain);
    }
  }
  co_return connected;
}

}  // namespace vedette::prober
