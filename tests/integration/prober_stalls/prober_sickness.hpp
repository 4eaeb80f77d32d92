#pragma once

#include <algorithm>
#include <map>
#include <string>

#include <boost/test/unit_test.hpp>

#include "support/prober/rig.hpp"

namespace vedette::test {

/// Ends a prober that was ill for a while and whose sites are all well: nothing may be down, by
/// outcome or by verdict; some results must be unknown, all of them for `reason`, as many as the
/// metrics say; and the last result of each target is up again.
inline void check_excused(Rig& rig, model::Reason reason) {
  const std::string series =
      "vedette_prober_failures_total{reason=\"" + std::string(to_text(reason)) + "\"}";
  const auto counted = static_cast<std::size_t>(rig.metric(series));
  BOOST_TEST((rig.stop_prober().code == 0));
  std::size_t excused = 0;
  std::map<std::string, model::ProbeResult> last;
  for (const Stored& stored : rig.stored()) {
    const model::ProbeResult& result = stored.result;
    const model::ProbeFacts& facts = result.facts;
    BOOST_TEST((facts.outcome != model::Outcome::Down),
               result.target.name << ": " << to_text(facts.reason) << ", " << facts.message);
    BOOST_TEST((result.verdict != model::Verdict::Down));
    if (facts.outcome == model::Outcome::Unknown) {
      BOOST_TEST(to_text(facts.reason) == to_text(reason), facts.message);
      ++excused;
    }
    model::ProbeResult& latest = last[result.target.name];
    if (latest.scheduled_at < result.scheduled_at) latest = result;
  }
  BOOST_TEST(excused > 0U);
  BOOST_TEST(counted == excused);
  for (const auto& [name, result] : last) {
    BOOST_TEST((result.facts.outcome == model::Outcome::Up), name << " did not recover");
  }
}

}  // namespace vedette::test
