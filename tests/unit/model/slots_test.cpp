#include "model/slots.hpp"

#include <set>

#include <boost/test/unit_test.hpp>

using vedette::Millis;
using vedette::SystemTime;
using vedette::model::make_grid;
using vedette::model::make_target_id;
using vedette::model::SlotGrid;

namespace {

SystemTime at(std::int64_t micros) { return SystemTime(vedette::Micros(micros)); }

const SlotGrid kGrid{Millis(30'000), Millis(24'418)};

}  // namespace

BOOST_AUTO_TEST_SUITE(slots)

BOOST_AUTO_TEST_CASE(phase_of_the_published_vector) {
  const auto id = make_target_id("default", "shop", "checkout");
  const SlotGrid grid = make_grid(id, "eu-west", Millis(30'000));
  BOOST_TEST(grid.phase.count() == 24'418);
  BOOST_TEST(grid.interval.count() == 30'000);
}

BOOST_AUTO_TEST_CASE(slots_are_phase_plus_multiples_of_the_interval) {
  BOOST_TEST((kGrid.at_or_after(at(0)) == at(24'418'000)));
  BOOST_TEST((kGrid.at_or_after(at(24'418'001)) == at(54'418'000)));
  BOOST_TEST((kGrid.at_or_before(at(54'417'999)) == at(24'418'000)));
}

BOOST_AUTO_TEST_CASE(a_slot_is_at_and_before_and_after_itself) {
  BOOST_TEST((kGrid.at_or_before(at(54'418'000)) == at(54'418'000)));
  BOOST_TEST((kGrid.at_or_after(at(54'418'000)) == at(54'418'000)));
}

BOOST_AUTO_TEST_CASE(microseconds_inside_the_slots_millisecond_belong_to_it) {
  BOOST_TEST((kGrid.at_or_before(at(54'418'999)) == at(54'418'000)));
}

BOOST_AUTO_TEST_CASE(time_before_the_first_slot_has_one_before_it) {
  BOOST_TEST((kGrid.at_or_before(at(0)) == at(-5'582'000)));
  BOOST_TEST((kGrid.at_or_before(at(-1)) == at(-5'582'000)));
}

BOOST_AUTO_TEST_CASE(locations_of_one_target_have_grids_of_their_own) {
  const auto id = make_target_id("default", "shop", "checkout");
  std::set<std::int64_t> phases;
  for (const char* location : {"default", "eu-west", "us-east"}) {
    const SlotGrid grid = make_grid(id, location, Millis(60'000));
    BOOST_TEST(grid.phase.count() >= 0);
    BOOST_TEST(grid.phase.count() < 60'000);
    phases.insert(grid.phase.count());
  }
  BOOST_TEST(phases.size() == 3U);
}

BOOST_AUTO_TEST_SUITE_END()
