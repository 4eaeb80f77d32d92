#include "writer/store/copy_path.hpp"

#include <boost/test/unit_test.hpp>

namespace vedette::writer {
namespace {

const SteadyTime kPathStart{std::chrono::seconds(1000)};

BOOST_AUTO_TEST_SUITE(copy_path)

BOOST_AUTO_TEST_CASE(begins_fast) { BOOST_TEST(!CopyPath().slow(kPathStart)); }

BOOST_AUTO_TEST_CASE(stays_slow_for_a_minute_after_a_duplicate) {
  CopyPath path;
  path.saw_duplicates(kPathStart);
  BOOST_TEST(path.slow(kPathStart + std::chrono::seconds(59)));
  BOOST_TEST(!path.slow(kPathStart + std::chrono::seconds(60)));
}

BOOST_AUTO_TEST_CASE(clean_batch_ends_it_early) {
  CopyPath path;
  path.saw_duplicates(kPathStart);
  path.saw_clean_batch();
  BOOST_TEST(!path.slow(kPathStart + std::chrono::seconds(1)));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::writer
