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

/// Ends a prober that was ill for a while and whose sites are all well: nothing may be down, by
/// outcome or by verdict; some results must be unknown, all of them for `reason`, as many as the
/// metrics say; results of a stall and slots without a result are as many as they say too; and the
/// last result of each target is up again.
inline void check_excused(Rig& rig, model::Reason reason) {
  const std::string series =
      "vedette_prober_failures_total{reason=\"" + std::string(to_text(reason)) + "\"}";
  const auto counted = static_cast<std::size_t>(rig.metric(series));
  const auto stalled = static_cast<std::size_t>(rig.metric("vedette_prober_stalled_results_total"));
  const auto missed = static_cast<std::int64_t>(
      rig.metric("vedette_prober_missed_slots_total{cause=\"in_flight\"}") +
      rig.metric("vedette_prober_missed_slots_total{cause=\"overrun\"}"));
  BOOST_TEST((rig.stop_prober().code == 0));
  const std::vector<Stored> all = rig.stored();
  BOOST_TEST(holes(all) == missed);
  std::size_t excused = 0;
  std::size_t of_stalls = 0;
  std::map<std::string, model::ProbeResult> last;
  for (const Stored& stored : all) {
    const model::ProbeResult& result = stored.result;
    const model::ProbeFacts& facts = result.facts;
    BOOST_TEST((facts.outcome != model::Outcome::Down),
               result.target.name << ": " << to_text(facts.reason) << ", " << facts.message);
    BOOST_TEST((result.verdict != model::Verdict::Down));
    if (facts.outcome == model::Outcome::Unknown) {
      BOOST_TEST(to_text(facts.reason) == to_text(reason), facts.message);
      ++excused;
    }
    of_stalls += result.stalled ? 1 : 0;
    model::ProbeResult& latest = last[result.target.name];
    if (latest.scheduled_at < result.scheduled_at) latest = result;
  }
  BOOST_TEST(excused > 0U);
  BOOST_TEST(counted == excused);
  BOOST_TEST(stalled == of_stalls);
  for (const auto& [name, result] : last) {
    BOOST_TEST((result.facts.outcome == model::Outcome::Up), name << " did not recover");
  }
}

}  // namespace vedette::test
