#include <algorithm>
#include <string>

#include <boost/test/unit_test.hpp>

#include "base/time_text.hpp"
#include "support/prober/rig.hpp"
#include "support/wait_until.hpp"

namespace vedette::test {
namespace {

using model::Verdict;

/// What the next process made of a target that was left in `state`. The slot that was in flight
/// when the first was killed may be probed twice: that is left out.
std::vector<Stored> after(const model::TargetState& state, std::vector<Stored> all) {
  std::erase_if(all, [&](const Stored& each) {
    return each.result.epoch <= state.epoch || each.result.scheduled_at <= state.last_slot;
  });
  return all;
}

void start_and_wait(Rig& rig) {
  rig.start_prober();
  wait_until("the prober is ready", Millis(60'000),
             [&] { return rig.page("/readyz").starts_with("HTTP/1.1 200"); });
}

BOOST_AUTO_TEST_SUITE(restart)

BOOST_AUTO_TEST_CASE(verdicts_and_since_go_on_over_kill9_without_a_flicker) {
  Rig rig;
  rig.put("up", "/ok", "interval: 1s");
  rig.put("down", "/status/503", "interval: 1s");
  start_and_wait(rig);
  wait_until("both verdicts are known", Millis(60'000), [&] {
    const auto states = rig.states();
    return states.size() == 2 && states.at("down").verdict == Verdict::Down &&
           states.at("up").verdict == Verdict::Up;
  });
  rig.kill9_prober();
  const auto before = rig.states();

  start_and_wait(rig);
  const std::size_t probed = rig.site.log().all().size();
  BOOST_REQUIRE(rig.site.log().wait_for(probed + 8, std::chrono::seconds(60)));
  BOOST_TEST((rig.stop_prober() == ExitStatus{0, {}}));

  const auto all = rig.stored_so_far();
  for (const auto& [name, verdict] : {std::pair("up", Verdict::Up), {"down", Verdict::Down}}) {
    const model::TargetState& state = before.at(name);
    const auto later = after(state, of(name, all));
    BOOST_REQUIRE_GE(later.size(), 3U);
    for (const Stored& stored : later) {
      BOOST_TEST((stored.result.previous_verdict == verdict));
      BOOST_TEST((stored.result.verdict == verdict));
      BOOST_TEST((stored.result.verdict_since == state.since));
      BOOST_TEST(!stored.result.first_run);
    }
  }
  const auto left = rig.states();
  for (const char* name : {"up", "down"}) {
    BOOST_TEST(left.at(name).epoch > before.at(name).epoch);
    BOOST_TEST((left.at(name).since == before.at(name).since));
  }
}

BOOST_AUTO_TEST_CASE(failures_in_a_row_are_counted_on_over_kill9) {
  constexpr int kThreshold = 8;
  Rig rig;
  rig.put("failing", "/status/503", "interval: 1s, failureThreshold: 8");
  start_and_wait(rig);
  wait_until("four failures are counted", Millis(60'000), [&] {
    const auto states = rig.states();
    return states.contains("failing") && states.at("failing").failures >= 4;
  });
  rig.kill9_prober();
  const model::TargetState before = rig.states().at("failing");
  BOOST_REQUIRE_LT(before.failures, kThreshold);

  start_and_wait(rig);
  wait_until("the verdict is down", Millis(60'000),
             [&] { return rig.states().at("failing").verdict == Verdict::Down; });
  BOOST_TEST((rig.stop_prober() == ExitStatus{0, {}}));
  const auto later = after(before, of("failing", rig.stored_so_far()));
  const auto moved = std::ranges::find_if(
      later, [](const Stored& each) { return each.result.verdict == Verdict::Down; });
  BOOST_REQUIRE((moved != later.end()));
  BOOST_TEST((moved - later.begin() + 1 == kThreshold - before.failures),
             moved - later.begin() + 1 << " results after " << before.failures);
}

BOOST_AUTO_TEST_CASE(a_changed_spec_starts_over_after_a_restart_too) {
  Rig rig;
  rig.put("edited", "/status/503", "interval: 1s");
  start_and_wait(rig);
  wait_until("the verdict is down", Millis(60'000), [&] {
    const auto states = rig.states();
    return states.contains("edited") && states.at("edited").verdict == Verdict::Down;
  });
  rig.kill9_prober();
  const model::TargetState before = rig.states().at("edited");
  rig.put("edited", "/status/500", "interval: 1s, failureThreshold: 3");
  start_and_wait(rig);
  wait_until("the verdict is down again", Millis(60'000), [&] {
    const auto now = rig.states().at("edited");
    return now.epoch > before.epoch && now.verdict == Verdict::Down;
  });
  BOOST_TEST((rig.stop_prober() == ExitStatus{0, {}}));
  const auto later = after(before, of("edited", rig.stored_so_far()));
  BOOST_REQUIRE_GE(later.size(), 3U);
  BOOST_TEST((later[0].result.previous_verdict == Verdict::Down));
  BOOST_TEST((later[0].result.verdict == Verdict::Unknown));
  BOOST_TEST((later[2].result.verdict == Verdict::Down));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::test
