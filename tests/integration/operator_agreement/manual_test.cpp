#include <boost/test/unit_test.hpp>

#include "golden/crd/manual.hpp"
#include "integration/operator_agreement/cases.hpp"

// docs/targets.md lists who finds what; the tables in cases/ are what it is made of.

namespace vedette::test {
namespace {

std::string list_of(Refused refused) {
  std::string list;
  for (const Case& one : all_cases()) {
    if (one.refused == refused) list += "* " + one.title + ".\n";
  }
  return list;
}

void check_part(const std::string& name, Refused refused) {
  const std::string list = list_of(refused);
  update_manual_part(name, list);
  BOOST_TEST(manual_part(name) == list);
}

BOOST_AUTO_TEST_SUITE(manual)

BOOST_AUTO_TEST_CASE(it_lists_what_only_one_of_them_refuses) {
  check_part("only the operator", Refused::ByOperatorOnly);
  check_part("only files", Refused::InFilesOnly);
  check_part("only the API server", Refused::ByServerOnly);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::test
