#include "prober/fleet/heartbeat.hpp"

#include <boost/test/unit_test.hpp>

namespace vedette::prober {
namespace {

constexpr SystemTime kBeatNow{Millis(1'795'446'000'000)};

BOOST_AUTO_TEST_SUITE(heartbeat)

BOOST_AUTO_TEST_CASE(without_slots_everything_is_done) {
  BOOST_TEST((done_through(SystemTime::max(), std::nullopt, kBeatNow) == kBeatNow));
}

BOOST_AUTO_TEST_CASE(nothing_is_done_that_lies_ahead) {
  BOOST_TEST((done_through(kBeatNow + Millis(500), std::nullopt, kBeatNow) == kBeatNow));
}

BOOST_AUTO_TEST_CASE(the_earliest_slot_that_is_open_or_not_given_out_is_not_done) {
  const SystemTime late = kBeatNow - Millis(300);
  const SystemTime open = kBeatNow - Millis(7'000);
  BOOST_TEST((done_through(late, std::nullopt, kBeatNow) == late - Millis(1)));
  BOOST_TEST((done_through(SystemTime::max(), open, kBeatNow) == open - Millis(1)));
  BOOST_TEST((done_through(late, open, kBeatNow) == open - Millis(1)));
  BOOST_TEST((done_through(open, late, kBeatNow) == open - Millis(1)));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::prober
