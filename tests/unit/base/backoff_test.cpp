#include "base/backoff.hpp"

#include <boost/test/unit_test.hpp>

namespace vedette {
namespace {

BOOST_AUTO_TEST_SUITE(backoff)

constexpr Millis kLeast{50};
constexpr Millis kFirst{100};
constexpr Millis kMost{1'000};

/// The longest of many waits after `failures` failures.
Millis longest_after(int failures) {
  Millis longest{0};
  for (unsigned seed = 1; seed <= 200; ++seed) {
    Backoff backoff(kFirst, kMost, seed, kLeast);
    for (int i = 0; i < failures; ++i) static_cast<void>(backoff.next());
    longest = std::max(longest, backoff.next());
  }
  return longest;
}

BOOST_AUTO_TEST_CASE(every_wait_lies_between_the_least_and_the_most) {
  for (unsigned seed = 1; seed <= 50; ++seed) {
    Backoff backoff(kFirst, kMost, seed, kLeast);
    for (int i = 0; i < 20; ++i) {
      const Millis wait = backoff.next();
      BOOST_TEST((wait >= kLeast && wait <= kMost));
    }
  }
}

BOOST_AUTO_TEST_CASE(ceiling_doubles_from_the_first_to_the_most) {
  BOOST_TEST((longest_after(0) > Millis(90) && longest_after(0) <= Millis(100)));
  BOOST_TEST((longest_after(1) > Millis(180) && longest_after(1) <= Millis(200)));
  BOOST_TEST((longest_after(2) > Millis(360) && longest_after(2) <= Millis(400)));
  BOOST_TEST((longest_after(9) > Millis(900) && longest_after(9) <= kMost));
}

BOOST_AUTO_TEST_CASE(waits_are_spread_so_that_clients_do_not_come_back_together) {
  Backoff one(kMost, kMost, 1, kLeast);
  Backoff other(kMost, kMost, 2, kLeast);
  BOOST_TEST((one.next() != other.next() || one.next() != other.next()));
}

BOOST_AUTO_TEST_CASE(success_starts_over) {
  for (unsigned seed = 1; seed <= 50; ++seed) {
    Backoff backoff(kFirst, kMost, seed, kLeast);
    for (int i = 0; i < 8; ++i) static_cast<void>(backoff.next());
    backoff.reset();
    BOOST_TEST((backoff.next() <= kFirst));
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette
