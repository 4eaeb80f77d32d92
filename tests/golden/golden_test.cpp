#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "support/paths.hpp"
#include "targets/check.hpp"
#include "targets/rules/rule.hpp"

// Each file in invalid/ breaks the rule that its name begins with; beside it stands what `check`
// says of it. After a change of messages, VEDETTE_UPDATE_GOLDEN=1 writes them anew: read the diff.

namespace data = boost::unit_test::data;
namespace fs = std::filesystem;
using vedette::targets::all_rules;
using vedette::targets::Fault;
using vedette::targets::RuleText;
using vedette::targets::ShownBy;
using vedette::targets::TargetFiles;

namespace {

const fs::path kGolden = vedette::test::source_dir() / "tests/golden";

/// Names of the target files in a folder, sorted.
std::vector<std::string> target_files(const char* folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(kGolden / folder)) {
    if (entry.path().extension() != ".expected") names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string read(const fs::path& path) {
  const std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// What `check` says of a file, paths relative to its folder.
std::string fault_lines(const char* folder, const std::string& name) {
  std::string text = vedette::targets::check({{kGolden / folder / name}, "", "default"}).text;
  text.erase(text.rfind('\n', text.size() - 2) + 1);  // the summary
  const std::string prefix = (kGolden / folder).string() + "/";
  for (size_t at = text.find(prefix); at != std::string::npos; at = text.find(prefix, at)) {
    text.erase(at, prefix.size());
  }
  return text;
}

/// Ids of the rules that a file breaks.
std::set<std::string_view> broken_rules(const std::string& name) {
  std::set<std::string_view> ids;
  TargetFiles files({{kGolden / "invalid" / name}, "", "default"});
  const auto set = files.load();
  for (const Fault& fault : set->faults) ids.insert(fault.rule);
  return ids;
}

/// "timeout" of "timeout.default.yaml".
std::string rule_of(const std::string& name) { return name.substr(0, name.find('.')); }

}  // namespace

BOOST_AUTO_TEST_SUITE(golden)

BOOST_DATA_TEST_CASE(invalid_file_is_refused_with_its_message,
                     data::make(target_files("invalid"))) {
  const fs::path expected = kGolden / "invalid" / (sample + ".expected");
  const std::string lines = fault_lines("invalid", sample);
  if (std::getenv("VEDETTE_UPDATE_GOLDEN") != nullptr) {  // NOLINT(concurrency-mt-unsafe)
    std::ofstream(expected) << lines;
  }
  BOOST_TEST(lines == read(expected));
  BOOST_TEST(broken_rules(sample).contains(rule_of(sample)),
             "it is named after a rule that it does not break");
}

BOOST_DATA_TEST_CASE(valid_file_is_accepted, data::make(target_files("valid"))) {
  const auto report = vedette::targets::check({{kGolden / "valid" / sample}, "", "default"});
  BOOST_TEST(report.good, report.text);
}

BOOST_AUTO_TEST_CASE(every_rule_has_a_file_that_breaks_it) {
  std::set<std::string> shown;
  for (const std::string& name : target_files("invalid")) shown.insert(rule_of(name));
  for (const RuleText& rule : all_rules()) {
    if (rule.shown_by == ShownBy::World) continue;
    BOOST_TEST(shown.contains(std::string(rule.id)),
               "no file tests/golden/invalid/" << rule.id << ".* shows the rule: " << rule.says);
  }
}

BOOST_AUTO_TEST_CASE(no_expectation_is_left_without_its_file) {
  for (const auto& entry : fs::directory_iterator(kGolden / "invalid")) {
    if (entry.path().extension() != ".expected") continue;
    BOOST_TEST(fs::exists(kGolden / "invalid" / entry.path().stem()), entry.path().string());
  }
}

BOOST_AUTO_TEST_SUITE_END()
