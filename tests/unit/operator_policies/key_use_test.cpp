#include "operator/reconcile/plan/key_use.hpp"

#include <boost/test/unit_test.hpp>

using vedette::op::Contents;
using vedette::op::KeyUse;

BOOST_AUTO_TEST_SUITE(key_use)

BOOST_AUTO_TEST_CASE(content_counts_once_until_its_last_user_goes) {
  const Contents contents{{"a", "1234"}, {"b", "12"}};
  KeyUse use(contents);
  use.add({"a", "b"});
  use.add({"a"});
  BOOST_TEST(use.bytes() == 6U);
  use.remove({"a"});
  BOOST_TEST(use.bytes() == 6U);
  use.remove({"a"});
  BOOST_TEST(use.bytes() == 2U);
  BOOST_TEST(use.uses().size() == 1U);
}

BOOST_AUTO_TEST_CASE(unknown_content_counts_nothing) {
  const Contents contents;
  KeyUse use(contents);
  use.add({"a"});
  BOOST_TEST(use.bytes() == 0U);
  BOOST_TEST(use.uses().contains("a"));
}

BOOST_AUTO_TEST_SUITE_END()
