#include "prober/probe/course.hpp"

#include <cerrno>
#include <utility>

#include "base/clock.hpp"
#include "prober/probe/answer_reader.hpp"
#include "prober/probe/assertions.hpp"
#include "prober/probe/connection.hpp"
#include "prober/probe/error_map.hpp"
#include "prober/probe/reach.hpp"
#include "prober/probe/redirect.hpp"
#include "prober/probe/traced_checks.hpp"
#include "prober/probe/transmit.hpp"

namespace vedette::prober {

namespace asio = boost::asio;
using model::Phase;
using model::Reason;

namespace {

/// Writes the request. A server may answer and close before it has read everything, so a connection
/// that broke is left to the reader, which says more; true when an RST broke it, because the kernel
/// tells of an RST only once and the reader would see a mere end.
asio::awaitable<Checked<bool>> send(Flight& flight, Connection& connection,
                                    std::string_view request) {
  flight.enter(Phase::Request);
  const auto last = co_await transmit(flight, connection, request);
  if (!last) {
    co_return tl::unexpected(last.error());
  }
  if (last->kind == IoStep::Kind::Moved) {
    flight.enter(Phase::Processing);
  }
  co_return last->kind == IoStep::Kind::SocketError && last->error == ECONNRESET;
}

/// Of one hop: where to go next, nothing when the probe has passed, or why it fails.
using Onward = Checked<std::optional<Hop>>;

/// Looks at an answer whose head has come. On its own, so that a probe that waits for a head, as
/// most in flight do, has no room yet for what it needs then.
asio::awaitable<Onward> look_at_answer(Flight& flight, const Hop& hop, AnswerReader& reader,
                                       const Head& head) {
  Tracer* const tracer = flight.tracer.get();
  if (tracer != nullptr) {
    tracer->set_answer(head);
  }
  if (head.status == 407 && flight.plan->proxy != nullptr && !hop.url.tls) {
    co_return ends(Reason::ProxyError,
                   flight.plan->proxy->text() + " wants other credentials (407)",
                   Phase::Processing);
  }
  const model::Target& target = *flight.plan->target;
  flight.facts.status_code = head.status;
  flight.facts.http_version = head.version == 10 ? "1.0" : "1.1";
  auto next = next_hop(target, hop, head.status, head.location, flight.facts.redirects);
  if (!next || *next) {
    co_return next;
  }
  if (tracer != nullptr) {
    tracer->add_checks(traced_status(target.expect, head.status));
  }
  if (auto failure = check_status(target.expect, head.status)) {
    co_return tl::unexpected(std::move(*failure));
  }
  if (auto failure = co_await check_headers(flight, head)) {
    co_return tl::unexpected(std::move(*failure));
  }
  BodySink sink(flight.plan->reads_body() ? BodySink::Keep::Text : BodySink::Keep::Count,
                static_cast<size_t>(target.http.max_body_bytes),
                encoding_of(head.content_encoding));
  const auto done = co_await reader.body(sink);
  flight.facts.bytes = sink.bytes();
  flight.facts.body_truncated = sink.over_limit();
  if (!done) {
    co_return tl::unexpected(done.error());
  }
  if (auto failure = co_await check_body(flight, sink, head.content_encoding)) {
    co_return tl::unexpected(std::move(*failure));
  }
  const SystemTime now = RealClock().system_now();
  if (tracer != nullptr) {
    tracer->add_checks(traced_tls(target.expect, hop.url.tls));
    tracer->add_checks(traced_certificate(target.expect, flight.facts.tls, now));
  }
  if (auto failure = check_tls(target.expect, hop.url.tls)) {
    co_return tl::unexpected(std::move(*failure));
  }
  if (auto failure = check_certificate(target.expect, flight.facts.tls, now)) {
    co_return tl::unexpected(std::move(*failure));
  }
  co_return std::nullopt;
}

asio::awaitable<Onward> fly_hop(Flight& flight, const Hop& hop, std::string_view request) {
  Connection connection(flight.share.executor);
  const Deadline::Guard guard(flight.deadline, connection.socket());
  Tracer* const tracer = flight.tracer.get();
  if (tracer != nullptr) {
    tracer->begin_hop(hop, flight.plan->proxy.get());
  }
  if (auto reached = co_await reach(flight, connection, hop); !reached) {
    co_return tl::unexpected(std::move(reached.error()));
  }
  if (tracer != nullptr) {
    tracer->set_request(request);
  }
  const auto reset = co_await send(flight, connection, request);
  if (!reset) {
    co_return tl::unexpected(reset.error());
  }
  AnswerReader reader(flight, connection, hop.method == model::Method::Head);
  const auto head = co_await reader.head();
  if (!head) {
    const bool told_already = *reset && head.error().reason == Reason::ConnectionClosed;
    co_return tl::unexpected(told_already ? failure_of_errno(ECONNRESET, "sending the request")
                                          : head.error());
  }
  co_return co_await look_at_answer(flight, hop, reader, *head);
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
      const model::Durations& spent = flight.watch.read(std::chrono::steady_clock::now());
      if (flight.tracer != nullptr) {
        flight.tracer->add_checks(traced_latency(target.expect, spent));
      }
      co_return check_latency(target.expect, spent);
    }
    hop = std::move(**next);
    request = request_text(target, hop, flight.plan->proxy.get());
    ++flight.facts.redirects;
  }
}

}  // namespace vedette::prober
