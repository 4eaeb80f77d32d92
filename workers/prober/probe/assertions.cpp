#include "prober/probe/assertions.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "base/time_text.hpp"
#include "model/duration.hpp"
#include "prober/probe/traced_checks.hpp"

namespace vedette::prober {

namespace asio = boost::asio;
using model::Phase;
using model::Reason;

namespace {

using TracedChecks = std::vector<TracedCheck>;

/// What a search finds, or why it found nothing in time. (g++ 12 destroys a std::function that is
/// made of a lambda inside a co_await twice: callers give it a name first.)
asio::awaitable<std::optional<Failure>> search(Flight& flight, std::size_t work,
                                               BodyMatcher::Search what) {
  auto verdict = co_await flight.share.matcher.search(work, std::move(what), flight.deadline.at());
  if (!verdict.begun) {
    co_return Failure{Reason::ProberResources,
                      "the answer could not be searched in time, because the thread for large ones "
                      "was busy with others; give their targets simpler patterns or a smaller "
                      "maxBodyBytes"};
  }
  if (!verdict.in_time) {
    co_return flight.timed_out();
  }
  co_return std::move(verdict.failure);
}

}  // namespace

std::string codes_text(const std::vector<model::StatusRange>& codes) {
  std::string text;
  for (const model::StatusRange& range : codes) {
    text += (text.empty() ? "" : ", ") + std::to_string(range.low);
    if (range.high != range.low) {
      text += "-" + std::to_string(range.high);
    }
  }
  return text;
}

std::string millis_text(Micros time) {
  const std::string fraction = std::to_string(time.count() % 1000);
  return std::to_string(time.count() / 1000) + "." + std::string(3 - fraction.size(), '0') +
         fraction + " ms";
}

std::optional<Failure> check_status(const model::Expectation& expect, int status) {
  const bool expected = std::any_of(
      expect.status_codes.begin(), expect.status_codes.end(),
      [status](const auto& range) { return status >= range.low && status <= range.high; });
  if (expected) {
    return std::nullopt;
  }
  return Failure{
      Reason::StatusMismatch,
      "status is " + std::to_string(status) + ", expected " + codes_text(expect.status_codes),
      Phase::Processing};
}

std::optional<Failure> check_latency(const model::Expectation& expect,
                                     const model::Durations& durations) {
  if (!expect.max_latency || durations.total <= *expect.max_latency) {
    return std::nullopt;
  }
  return Failure{Reason::LatencyExceeded,
                 "took " + millis_text(durations.total) + ", expected at most " +
                     millis_text(*expect.max_latency),
                 Phase::Transfer};
}

std::optional<Failure> check_tls(const model::Expectation& expect, bool tls) {
  const bool wrong = expect.tls == (tls ? model::TlsPolicy::Forbidden : model::TlsPolicy::Required);
  if (!wrong) {
    return std::nullopt;
  }
  return Failure{Reason::TlsPolicy,
                 std::string("the last answer came over ") + (tls ? "https" : "http") +
                     ", and expect.tls is " + (tls ? "Forbidden" : "Required"),
                 Phase::Tls};
}

std::optional<Failure> check_certificate(const model::Expectation& expect,
                                         const std::optional<model::TlsFacts>& facts,
                                         SystemTime now) {
  if (!expect.min_certificate_lifetime || !facts || !facts->earliest_not_after) {
    return std::nullopt;
  }
  const SystemTime end = *facts->earliest_not_after;
  if (end - now >= *expect.min_certificate_lifetime) {
    return std::nullopt;
  }
  return Failure{Reason::CertificateExpiring,
                 "a certificate ends at " + to_rfc3339(end) + ", expected to be valid for " +
                     model::to_text(*expect.min_certificate_lifetime) + " more",
                 Phase::Tls};
}

asio::awaitable<std::optional<Failure>> check_headers(Flight& flight, const Head& head) {
  const auto& checks = flight.plan->headers;
  if (checks.empty()) {
    co_return std::nullopt;
  }
  if (flight.tracer != nullptr) {
    flight.tracer->add_checks(traced_headers(*flight.plan, head, flight.tracer->redactor()));
  }
  std::size_t bytes = 0;
  for (const AnswerField& field : head.fields) {
    bytes += field.value.size();
  }
  BodyMatcher::Search look = [plan = flight.plan, fields = head.fields](
                                 const std::atomic<bool>& abandoned) -> std::optional<Failure> {
    if (auto what = disappointment(plan->headers, fields, abandoned)) {
      return Failure{Reason::HeaderMismatch, std::move(*what), Phase::Processing};
    }
    return std::nullopt;
  };
  co_return co_await search(flight, bytes * checks.size(), std::move(look));
}

asio::awaitable<std::optional<Failure>> check_body(Flight& flight, BodySink& sink,
                                                   std::string_view content_encoding) {
  const ProbePlan& plan = *flight.plan;
  if (sink.out_of_memory()) {
    co_return Failure{Reason::ProberResources, "zlib has no memory to decode the body"};
  }
  if (!plan.reads_body()) {
    co_return std::nullopt;
  }
  const std::string needs = plan.body.empty() ? "expect.json" : "expect.body";
  if (sink.broken()) {
    co_return Failure{Reason::DecodeError, "the body cannot be decoded as " +
                                               std::string(content_encoding) + ", and " + needs +
                                               " needs its text"};
  }
  if (sink.over_limit()) {
    co_return Failure{Reason::BodyTooLarge, "the body is larger than maxBodyBytes (" +
                                                std::to_string(plan.target->http.max_body_bytes) +
                                                "), and " + needs + " needs all of it"};
  }
  const std::size_t looks = plan.body.size() + (plan.json.empty() ? 0 : 1);
  const auto text = std::make_shared<const std::string>(std::move(sink.text()));
  const auto traced = flight.tracer == nullptr ? nullptr : std::make_shared<TracedChecks>();
  BodyMatcher::Search look = [plan = flight.plan, text, traced](
                                 const std::atomic<bool>& abandoned) -> std::optional<Failure> {
    if (traced != nullptr) {
      *traced = traced_body(*plan, *text, abandoned);
    }
    if (auto what = plan->body.disappointment(*text, abandoned)) {
      return Failure{Reason::BodyMismatch, std::move(*what), Phase::Transfer};
    }
    return plan->json.empty() || abandoned ? std::nullopt : plan->json.disappointment(*text);
  };
  auto failure = co_await search(flight, text->size() * looks, std::move(look));
  const bool searched = !failure || (failure->reason != Reason::Timeout &&
                                     failure->reason != Reason::ProberResources);
  if (searched && traced != nullptr) {
    flight.tracer->add_checks(std::move(*traced));
  }
  if (!plan.body.empty() && searched) {
    flight.facts.body_matched = !failure || failure->reason != Reason::BodyMismatch;
  }
  co_return failure;
}

}  // namespace vedette::prober
