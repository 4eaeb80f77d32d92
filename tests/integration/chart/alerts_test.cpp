#include <boost/test/unit_test.hpp>
#include <chrono>
#include <filesystem>
#include <regex>
#include <set>
#include <string>

#include "chart.hpp"
#include "support/paths.hpp"

namespace vedette::test {
namespace {

using namespace std::chrono_literals;

const std::filesystem::path kRules = chart_dir() / "files/alerts.yaml";
const std::filesystem::path kRunbooks = source_dir() / "docs/runbooks";

/// Every first group that `pattern` matches in `text`.
std::set<std::string> all_matches(const std::string& text, const std::string& pattern) {
  const std::regex regex(pattern);
  std::set<std::string> found;
  for (auto match = std::sregex_iterator(text.begin(), text.end(), regex);
       match != std::sregex_iterator(); ++match) {
    found.insert((*match)[1]);
  }
  return found;
}

std::set<std::string> alert_names() { return all_matches(read_file(kRules), R"(- alert: (\w+))"); }

void run_promtool(std::vector<std::string> arguments) {
  const auto finished = run_to_end("promtool", {.arguments = std::move(arguments)}, 60s);
  BOOST_TEST(finished.status.code.value_or(-1) == 0,
             finished.standard_output << finished.standard_error);
}

BOOST_AUTO_TEST_SUITE(alerts)

BOOST_AUTO_TEST_CASE(rules_are_valid) { run_promtool({"check", "rules", kRules.string()}); }

BOOST_AUTO_TEST_CASE(each_alert_fires_on_what_it_is_for_and_on_nothing_else) {
  const auto tests = source_dir() / "tests/integration/chart/alerts_test.yaml";
  run_promtool({"test", "rules", tests.string()});
  const auto tested = all_matches(read_file(tests), R"(alertname: (\w+))");
  for (const auto& alert : alert_names()) BOOST_TEST(tested.contains(alert), alert << " is tested");
}

BOOST_AUTO_TEST_CASE(each_alert_names_its_runbook_and_each_runbook_has_its_alert) {
  const auto alerts = alert_names();
  const std::string rules = read_file(kRules);
  for (const auto& alert : alerts) {
    BOOST_TEST(rules.find("runbook: docs/runbooks/" + alert + ".md\n") != std::string::npos, alert);
    const auto page = kRunbooks / (alert + ".md");
    BOOST_REQUIRE_MESSAGE(std::filesystem::exists(page), page << " is missing");
    const std::string text = read_file(page);
    for (const char* part : {"# ", "## What it means", "## What is hurt", "## Look", "## Do"}) {
      BOOST_TEST(text.find(part) != std::string::npos, page << " has no " << part);
    }
  }
  for (const auto& entry : std::filesystem::directory_iterator(kRunbooks)) {
    const std::string name = entry.path().stem();
    BOOST_TEST((name == "README" || alerts.contains(name)), name << " is no alert");
  }
}

BOOST_AUTO_TEST_CASE(each_metric_in_the_rules_is_documented) {
  const std::string page = read_file(source_dir() / "docs/metrics.md");
  for (std::string metric : all_matches(read_file(kRules), "(vedette_[a-z_]+)")) {
    if (metric.ends_with("_bucket")) metric.resize(metric.size() - 7);
    BOOST_TEST((page.find('`' + metric + '`') != std::string::npos ||
                page.find('`' + metric + '{') != std::string::npos),
               metric << " is not in docs/metrics.md");
  }
}

BOOST_AUTO_TEST_CASE(prometheus_operator_gets_the_same_rules) {
  const std::string manifests = rendered("everything");
  for (const auto& alert : alert_names()) {
    BOOST_TEST(manifests.find("- alert: " + alert + '\n') != std::string::npos, alert);
  }
  // Prometheus' templates are not Helm's.
  BOOST_TEST(manifests.find("{{ $labels.location }}") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::test
