#include <boost/test/unit_test.hpp>

#include "golden/crd/manual.hpp"
#include "integration/operator_agreement/cases.hpp"

// docs/conditions.md and docs/targets.md list who finds what; the tables in cases/ are what the
// lists are made of.

namespace vedette::test {
namespace {

std::string list_of(Refused refused) {
  std::string list;
  for (const Case& one : all_cases()) {
    if (one.refused == refused) list += "* " + one.title + ".\n";
  }
  return list;
}

void check_part(const ManualPart& part, Refused refused) {
  const std::string list = list_of(refused);
  update(part, list);
  BOOST_TEST(text_of(part) == list);
}

BOOST_AUTO_TEST_SUITE(manual)

BOOST_AUTO_TEST_CASE(it_lists_what_only_one_of_them_refuses) {
  check_part({"conditions.md", "only the operator"}, Refused::ByOperatorOnly);
  check_part({"targets.md", "only files"}, Refused::InFilesOnly);
  check_part({"targets.md", "only the API server"}, Refused::ByServerOnly);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::test
