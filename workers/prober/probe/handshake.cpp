#include "prober/probe/handshake.hpp"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <utility>

#include "prober/probe/io_failure.hpp"

namespace vedette::prober {

namespace asio = boost::asio;
using model::Reason;

namespace {

/// tls.serverName speaks about the target's own origin only.
PeerName peer_of(const model::Target& target, const Hop& hop) {
  const std::string& name = target.tls.server_name;
  if (!hop.trusted || name.empty()) {
    return {hop.url.host, hop.url.host_is_literal};
  }
  boost::system::error_code not_an_address;
  (void)asio::ip::make_address(name, not_an_address);
  return {name, !not_an_address};
}

/// Takes the facts of this hop; the earliest end is over all hops.
void merge(std::optional<model::TlsFacts>& into, std::optional<model::TlsFacts> facts) {
  if (into && facts && into->earliest_not_after) {
    const SystemTime before = *into->earliest_not_after;
    facts->earliest_not_after = std::min(before, facts->earliest_not_after.value_or(before));
  }
  into = std::move(facts);
}

}  // namespace

asio::awaitable<Checked<void>> shake_hands(Flight& flight, Connection& connection, const Hop& hop) {
  const PeerName peer = peer_of(*flight.plan->target, hop);
  if (!connection.start_tls(*flight.plan->tls, peer, hop.trusted)) {
    co_return ends(Reason::ProberResources, "OpenSSL has no memory for a connection");
  }
  for (;;) {
    const IoStep step = connection.handshake();
    Deadline::Wait wait = Deadline::Wait::wait_read;
    switch (step.kind) {
      case IoStep::Kind::Moved:
        merge(flight.facts.tls, connection.take_tls_facts());
        co_return Checked<void>();
      case IoStep::Kind::WantRead:
        break;
      case IoStep::Kind::WantWrite:
        wait = Deadline::Wait::wait_write;
        break;
      case IoStep::Kind::End:
      case IoStep::Kind::SocketError:
      case IoStep::Kind::TlsError:
        merge(flight.facts.tls, connection.take_tls_facts());
        co_return tl::unexpected(failure_of_handshake(step, connection.peer_check(), peer.host));
    }
    if (!co_await flight.deadline.ready(connection.socket(), wait)) {
      merge(flight.facts.tls, connection.take_tls_facts());
      co_return tl::unexpected(flight.timed_out());
    }
  }
}

}  // namespace vedette::prober
