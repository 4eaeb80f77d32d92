#include "operator/reconcile/policies/reason.hpp"

#include <fstream>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "support/paths.hpp"

using vedette::op::all_reasons;
using vedette::op::Condition;
using vedette::op::make_condition;
using vedette::op::Reason;
using vedette::op::ReasonText;

namespace {

std::string row(const ReasonText& text) {
  std::string row = "| `";
  row.append(text.type).append("` | ").append(to_text(text.status)).append(" | `");
  row.append(text.name).append("` | ").append(text.means).append(" | ").append(text.remedy);
  return row + (text.remedy.empty() ? "|" : " |");
}

/// The rows of docs/conditions.md whose first cell is a word of code: those of its table.
std::vector<std::string> documented_rows() {
  std::ifstream file(vedette::test::source_dir() / "docs/conditions.md");
  std::vector<std::string> rows;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("| `")) rows.push_back(line);
  }
  return rows;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(reasons)

BOOST_AUTO_TEST_CASE(documentation_says_what_the_program_says) {
  std::vector<std::string> rows;
  for (const ReasonText& text : all_reasons()) rows.push_back(row(text));
  const std::vector<std::string> documented = documented_rows();
  BOOST_TEST(documented == rows, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(condition_has_type_status_and_name_of_its_reason) {
  const Condition condition = make_condition(Reason::SecretNotFound, "gone");
  BOOST_TEST(condition.type == "ResolvedRefs");
  BOOST_TEST(to_text(condition.status) == "False");
  BOOST_TEST(condition.reason == "SecretNotFound");
  BOOST_TEST(condition.message == "gone");
}

BOOST_AUTO_TEST_CASE(message_is_cut_to_what_the_api_server_takes) {
  std::string long_text;
  while (long_text.size() < 40'000) long_text += "ä";
  const std::string cut = make_condition(Reason::Invalid, long_text).message;
  BOOST_TEST(cut.size() == 32'768U);
  BOOST_TEST(long_text.starts_with(cut));
}

BOOST_AUTO_TEST_SUITE_END()
