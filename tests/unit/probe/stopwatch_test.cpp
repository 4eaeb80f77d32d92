#include "prober/probe/stopwatch.hpp"

#include <boost/test/unit_test.hpp>

#include "unit/probe/probe_bed.hpp"

namespace vedette::test {
namespace {

using model::Phase;
using prober::Stopwatch;
using std::chrono::nanoseconds;

const SteadyTime kStart{std::chrono::hours(1)};

SteadyTime at(long nanos) { return kStart + nanoseconds(nanos); }

BOOST_AUTO_TEST_SUITE(stopwatch_test)

BOOST_AUTO_TEST_CASE(each_phase_is_charged_with_the_time_it_was_open) {
  Stopwatch watch(kStart);
  watch.enter(Phase::Connect, at(1'000'000));
  watch.enter(Phase::Processing, at(3'000'000));
  const auto& spent = watch.read(at(10'000'000));
  BOOST_TEST(spent.dns.count() == 1000);
  BOOST_TEST(spent.connect.count() == 2000);
  BOOST_TEST(spent.processing.count() == 7000);
  BOOST_TEST(spent.total.count() == 10'000);
}

BOOST_AUTO_TEST_CASE(phases_that_open_again_add_up) {
  Stopwatch watch(kStart);
  watch.enter(Phase::Transfer, at(1'000'000));
  watch.enter(Phase::Dns, at(2'000'000));
  BOOST_TEST(watch.read(at(5'000'000)).dns.count() == 4000);
}

BOOST_AUTO_TEST_CASE(fractions_of_a_microsecond_are_neither_lost_nor_doubled) {
  Stopwatch watch(kStart);
  const std::array phases = {Phase::Connect, Phase::Tls, Phase::Request, Phase::Processing,
                             Phase::Transfer};
  for (int i = 0; i < 1000; ++i) {
    watch.enter(phases[static_cast<size_t>(i) % phases.size()], at(700L * i));
  }
  const auto& spent = watch.read(at(700'300));
  BOOST_TEST(spent.total.count() == 700);
  BOOST_TEST(sum_of_phases(spent).count() == 700);
}

BOOST_AUTO_TEST_CASE(reclassified_time_moves_to_the_other_phase) {
  Stopwatch watch(kStart);
  watch.enter(Phase::Processing, at(0));
  watch.enter(Phase::Transfer, at(1'000'000));
  watch.reclassify(Phase::Processing);
  const auto& spent = watch.read(at(5'000'000));
  BOOST_TEST(spent.processing.count() == 5000);
  BOOST_TEST(spent.transfer.count() == 0);
}

BOOST_AUTO_TEST_CASE(a_clock_that_steps_back_charges_nothing) {
  Stopwatch watch(kStart);
  watch.enter(Phase::Connect, at(2'000'000));
  BOOST_TEST(watch.read(at(1'000'000)).total.count() == 2000);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::test
