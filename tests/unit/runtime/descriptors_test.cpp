#include "runtime/descriptors.hpp"
#include "support/fault.hpp"

#include <sys/resource.h>

#include <boost/test/unit_test.hpp>

namespace vedette::runtime {
namespace {

BOOST_AUTO_TEST_SUITE(descriptors)

BOOST_AUTO_TEST_CASE(soft_limit_becomes_the_hard_one) {
  rlimit before{};
  BOOST_REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
  rlimit lowered = before;
  lowered.rlim_cur = before.rlim_max / 2;
  BOOST_REQUIRE(::setrlimit(RLIMIT_NOFILE, &lowered) == 0);

  const auto limit = raise_descriptor_limit();
  BOOST_REQUIRE_MESSAGE(limit, fault_of(limit));
  BOOST_TEST(*limit == before.rlim_max);
  rlimit after{};
  BOOST_REQUIRE(::getrlimit(RLIMIT_NOFILE, &after) == 0);
  BOOST_TEST(after.rlim_cur == before.rlim_max);
  ::setrlimit(RLIMIT_NOFILE, &before);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::runtime
