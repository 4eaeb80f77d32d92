#include "prober/probe/course.hpp"

#include <cerrno>
#include <utility>

#include "base/clock.hpp"
#include "prober/probe/answer_reader.hpp"
#include "prober/probe/assertions.hpp"
#include "prober/probe/connect.hpp"
#include "prober/probe/connection.hpp"
#include "prober/probe/error_map.hpp"
#include "prober/probe/handshake.hpp"
#include "prober/probe/redirect.hpp"

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

asio::awaitable<Checked<void>> reach(Flight& flight, Connection& connection, const Hop& hop) {
  flight.enter(Phase::Dns);
  const IpFamily family = flight.plan->target->ip_family;
  Checked<Resolver::Addresses> addresses;
  if (hop.url.host_is_literal) {
    addresses = literal_address(hop.url.host, family);
  } else {
    addresses = co_await flight.share.resolver.resolve(hop.url.host, family, flight.deadline.at());
  }
  if (!addresses) {
    const bool late = addresses.error().reason == Reason::DnsTimeout && flight.deadline.passed();
    co_return tl::unexpected(late ? flight.timed_out() : std::move(addresses.error()));
  }
  flight.enter(Phase::Connect);
  auto connected = co_await connect(connection, *addresses, hop.url.port, flight.share.egress,
                                    flight.deadline, flight.facts.address);
  if (connected && hop.url.tls) {
    flight.enter(Phase::Tls);
    connected = co_await shake_hands(flight, connection, hop);
  }
  co_return connected;
}

/// Writes the request. A server may answer and close before it has read everything, so a connection
/// that broke is left to the reader, which says more; `reset` is set when an RST broke it, because
/// the kernel tells of an RST only once and the reader would see a mere end.
asio::awaitable<Checked<void>> send(Flight& flight, Connection& connection,
                                    std::string_view request, bool& reset) {
  flight.enter(Phase::Request);
  while (!request.empty()) {
    const IoStep step = connection.write(request);
    auto wait = Deadline::Wait::wait_write;
    switch (step.kind) {
      case IoStep::Kind::Moved:
        request.remove_prefix(step.bytes);
        continue;
      case IoStep::Kind::WantWrite:
        break;
      case IoStep::Kind::WantRead:
        wait = Deadline::Wait::wait_read;
        break;
      case IoStep::Kind::SocketError:
        reset = step.error == ECONNRESET;
        co_return Checked<void>();
      case IoStep::Kind::End:
      case IoStep::Kind::TlsError:
        co_return Checked<void>();
    }
    if (!co_await flight.deadline.ready(connection.socket(), wait)) {
      co_return tl::unexpected(flight.timed_out());
    }
  }
  flight.enter(Phase::Processing);
  co_return Checked<void>();
}

/// Of one hop: where to go next, nothing when the probe has passed, or why it fails.
asio::awaitable<Checked<std::optional<Hop>>> fly_hop(Flight& flight, const Hop& hop,
                                                     std::string_view request) {
  Connection connection(flight.share.executor);
  const Deadline::Guard guard(flight.deadline, connection.socket());
  auto done = co_await reach(flight, connection, hop);
  bool reset = false;
  if (done) {
    done = co_await send(flight, connection, request, reset);
  }
  if (!done) {
    co_return tl::unexpected(std::move(done.error()));
  }
  AnswerReader reader(flight, connection, hop.method == model::Method::Head);
  const auto head = co_await reader.head();
  if (!head) {
    const bool told_already = reset && head.error().reason == Reason::ConnectionClosed;
    co_return tl::unexpected(told_already ? failure_of_errno(ECONNRESET, "sending the request")
                                          : head.error());
  }
  const model::Target& target = *flight.plan->target;
  flight.facts.status_code = head->status;
  flight.facts.http_version = head->version == 10 ? "1.0" : "1.1";
  auto next = next_hop(target, hop, head->status, head->location, flight.facts.redirects);
  if (!next || *next) {
    co_return next;
  }
  if (auto failure = check_status(target.expect, head->status)) {
    co_return tl::unexpected(std::move(*failure));
  }
  if (auto failure = co_await check_headers(flight, *head)) {
    co_return tl::unexpected(std::move(*failure));
  }
  BodySink sink(flight.plan->reads_body() ? BodySink::Keep::Text : BodySink::Keep::Count,
                static_cast<size_t>(target.http.max_body_bytes),
                encoding_of(head->content_encoding));
  done = co_await reader.body(sink);
  flight.facts.bytes = sink.bytes();
  flight.facts.body_truncated = sink.over_limit();
  if (!done) {
    co_return tl::unexpected(std::move(done.error()));
  }
  if (auto failure = co_await check_body(flight, sink, head->content_encoding)) {
    co_return tl::unexpected(std::move(*failure));
  }
  if (auto failure = check_tls(target.expect, hop.url.tls)) {
    co_return tl::unexpected(std::move(*failure));
  }
  if (auto failure = check_certificate(target.expect, flight.facts.tls, RealClock().system_now())) {
    co_return tl::unexpected(std::move(*failure));
  }
  co_return std::nullopt;
}

}  // namespace

asio::awaitable<std::optional<Failure>> run_course(Flight& flight) {
  const model::Target& target = *flight.plan->target;
  Hop hop = flight.plan->first;
  std::string request;  // of a redirect; the first hop's is the plan's
  for (;;) {
    const std::string_view bytes = flight.facts.redirects == 0 ? flight.plan->request : request;
    auto next = co_await fly_hop(flight, hop, bytes);
    if (!next) {
      co_return std::move(next.error());
    }
    if (!*next) {
      co_return check_latency(target.expect, flight.watch.read(std::chrono::steady_clock::now()));
    }
    hop = std::move(**next);
    request = request_text(target, hop);
    ++flight.facts.redirects;
  }
}

}  // namespace vedette::prober
