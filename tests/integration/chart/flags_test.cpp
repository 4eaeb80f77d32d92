#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include "chart.hpp"
#include "support/paths.hpp"

// The programs ignore environment variables that they do not know: a misspelt one would be silent.

namespace vedette::test {
namespace {

namespace data = boost::unit_test::data;

const std::map<std::string, std::string> kCommands{{"operator", "vedette-operator run"},
                                                   {"prober", "vedette-prober run"},
                                                   {"writer", "vedette-writer run"},
                                                   {"migrate", "vedette-writer migrate"}};

/// Container → the VEDETTE_ variables that it is given.
std::map<std::string, std::set<std::string>> variables_in(const std::string& manifests) {
  static const std::regex kContainer("        - name: (operator|prober|writer|migrate)");
  static const std::regex kVariable("            - name: (VEDETTE_[A-Z_]+)");
  std::map<std::string, std::set<std::string>> found;
  std::istringstream lines(manifests);
  std::string container;
  std::smatch match;
  for (std::string line; std::getline(lines, line);) {
    if (std::regex_match(line, match, kContainer)) container = match[1];
    if (std::regex_match(line, match, kVariable)) found[container].insert(match[1]);
  }
  return found;
}

/// The page's part about one command.
std::string documented(const std::string& command) {
  const std::string page = read_file(source_dir() / "docs/configuration.md");
  const auto begin = page.find("### `" + command + "`");
  if (begin == std::string::npos) return {};
  return page.substr(begin, page.find("\n#", begin + 1) - begin);
}

BOOST_AUTO_TEST_SUITE(flags)

BOOST_DATA_TEST_CASE(every_variable_is_a_flag_of_its_program, data::make(values_names())) {
  const auto variables = variables_in(rendered(sample));
  BOOST_TEST(!variables.empty());
  for (const auto& [container, names] : variables) {
    const std::string page = documented(kCommands.at(container));
    for (const std::string& name : names) {
      BOOST_TEST(page.find('`' + name + '`') != std::string::npos,
                 name << " is no flag of " << kCommands.at(container));
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::test
