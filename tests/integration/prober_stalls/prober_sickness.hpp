#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "support/prober/rig.hpp"

namespace vedette::test {

/// Slots between the first and the last result of each target that have none.
inline std::int64_t holes(const std::vector<Stored>& all) {
  struct Span {
    SystemTime first = SystemTime::max();
    SystemTime last = SystemTime::min();
    std::int64_t results = 0;
    Millis interval{0};
  };
  std::map<std::string, Span> spans;
  for (const Stored& stored : all) {
    Span& span = spans[stored.result.target.name];
    span.first = std::min(span.first, stored.result.scheduled_at);
    span.last = std::max(span.last, stored.result.scheduled_at);
    span.interval = stored.result.target.interval;
    ++span.results;
  }
  std::int64_t missing = 0;
  for (const auto& [name, span] : spans) {
    missing += (span.last - span.first) / span.interval + 1 - span.results;
  }
  return missing;
}

/// How many of `all` were made up to `time` and are `counted`.
template <typename Counted>
std::size_t count_until(SystemTime time, const std::vector<Stored>& all, Counted counted) {
  return static_cast<std::size_t>(std::ranges::count_if(all, [&](const Stored& stored) {
    return stored.result.produced_at <= time && counted(stored.result);
  }));
}

/// Ends a prober that was ill for a while and whose sites are all well: nothing may be down, by
/// outcome or by verdict; some results must be unknown, all of them for `reason` but for
/// those of a machine under load, which stall, as many as the metrics said shortly before; they
/// counted the results of a stall and every slot without a result too; and the last result of each
/// target is up again.
inline void check_excused(Rig& rig, model::Reason reason) {
  const std::string series =
      "vedette_prober_failures_total{reason=\"" + std::string(to_text(reason)) + "\"}";
  // A machine under load may make it stall again while it is asked and ended.
  const SystemTime before_asking = RealClock().system_now() - std::chrono::seconds(5);
  const auto counted = static_cast<std::size_t>(rig.metric(series));
  const auto stalled = static_cast<std::size_t>(rig.metric("vedette_prober_stalled_results_total"));
  const auto missed = static_cast<std::int64_t>(
      rig.metric("vedette_prober_missed_slots_total{cause=\"in_flight\"}") +
      rig.metric("vedette_prober_missed_slots_total{cause=\"overrun\"}"));
  BOOST_TEST((rig.stop_prober().code == 0));
  const std::vector<Stored> all = rig.stored();
  const auto is_excused = [&](const model::ProbeResult& result) {
    return result.facts.reason == reason;
  };
  const auto is_stalled = [](const model::ProbeResult& result) { return result.stalled; };
  BOOST_TEST(counted >= count_until(before_asking, all, is_excused));
  BOOST_TEST(counted <= count_until(SystemTime::max(), all, is_excused));
  BOOST_TEST(stalled >= count_until(before_asking, all, is_stalled));
  BOOST_TEST(stalled <= count_until(SystemTime::max(), all, is_stalled));
  std::vector<Stored> asked_about = all;
  std::erase_if(asked_about,
                [&](const Stored& stored) { return stored.result.produced_at > before_asking; });
  BOOST_TEST(missed >= holes(asked_about));
  std::map<std::string, model::ProbeResult> last;
  for (const Stored& stored : all) {
    const model::ProbeResult& result = stored.result;
    const model::ProbeFacts& facts = result.facts;
    BOOST_TEST((facts.outcome != model::Outcome::Down),
               result.target.name << ": " << to_text(facts.reason) << ", " << facts.message);
    BOOST_TEST((result.verdict != model::Verdict::Down));
    if (facts.outcome == model::Outcome::Unknown && facts.reason != model::Reason::ProberStalled) {
      BOOST_TEST(to_text(facts.reason) == to_text(reason), facts.message);
    }
    model::ProbeResult& latest = last[result.target.name];
    if (latest.scheduled_at < result.scheduled_at) latest = result;
  }
  BOOST_TEST(counted > 0U);
  for (const auto& [name, result] : last) {
    BOOST_TEST((result.facts.outcome == model::Outcome::Up), name << " did not recover");
  }
}

}  // namespace vedette::test
