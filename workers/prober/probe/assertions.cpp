#include "prober/probe/assertions.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace vedette::prober {

namespace asio = boost::asio;
using model::Phase;
using model::Reason;

namespace {

/// "50.213 ms".
std::string millis_text(Micros time) {
  const std::string fraction = std::to_string(time.count() % 1000);
  return std::to_string(time.count() / 1000) + "." + std::string(3 - fraction.size(), '0') +
         fraction + " ms";
}

}  // namespace

std::optional<Failure> check_status(const model::Expectation& expect, int status) {
  const bool expected = std::any_of(
      expect.status_codes.begin(), expect.status_codes.end(),
      [status](const auto& range) { return status >= range.low && status <= range.high; });
  if (expected) {
    return std::nullopt;
  }
  std::string wanted;
  for (const model::StatusRange& range : expect.status_codes) {
    wanted += (wanted.empty() ? "" : ", ") + std::to_string(range.low);
    if (range.high != range.low) {
      wanted += "-" + std::to_string(range.high);
    }
  }
  return Failure{Reason::StatusMismatch,
                 "status is " + std::to_string(status) + ", expected " + wanted, Phase::Processing};
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

asio::awaitable<std::optional<Failure>> check_body(Flight& flight, BodySink& sink,
                                                   std::string_view content_encoding) {
  if (sink.out_of_memory()) {
    co_return Failure{Reason::ProberResources, "zlib has no memory to decode the body"};
  }
  if (sink.keep() == BodySink::Keep::Count) {
    co_return std::nullopt;
  }
  if (sink.broken()) {
    co_return Failure{Reason::DecodeError, "the body cannot be decoded as " +
                                               std::string(content_encoding) +
                                               ", and expect.body needs its text"};
  }
  if (sink.over_limit()) {
    co_return Failure{Reason::BodyTooLarge,
                      "the body is larger than maxBodyBytes (" +
                          std::to_string(flight.plan->target->http.max_body_bytes) +
                          "), and expect.body needs all of it"};
  }
  auto verdict = co_await flight.share.matcher.search(flight.plan->body, flight.plan,
                                                      std::move(sink.text()), flight.deadline.at());
  if (!verdict.begun) {
    co_return Failure{Reason::ProberResources,
                      "the body could not be searched in time, because the thread for large bodies "
                      "was busy with others; give their targets simpler patterns or a smaller "
                      "maxBodyBytes"};
  }
  if (!verdict.in_time) {
    co_return flight.timed_out();
  }
  flight.facts.body_matched = !verdict.disappointment;
  if (!verdict.disappointment) {
    co_return std::nullopt;
  }
  co_return Failure{Reason::BodyMismatch, std::move(*verdict.disappointment), Phase::Transfer};
}

}  // namespace vedette::prober
