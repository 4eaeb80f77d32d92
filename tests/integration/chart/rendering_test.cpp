#include <algorithm>
#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "chart.hpp"
#include "support/paths.hpp"

// tests/golden/chart holds what each values file of charts/vedette/ci renders to. After a change of
// the chart, VEDETTE_UPDATE_GOLDEN=1 writes it anew: read the diff as a stranger would.

namespace vedette::test {
namespace {

namespace data = boost::unit_test::data;

const std::filesystem::path kGolden = source_dir() / "tests/golden/chart";

void check_golden(const std::filesystem::path& file, const std::string& text) {
  if (std::getenv("VEDETTE_UPDATE_GOLDEN") != nullptr) {  // NOLINT(concurrency-mt-unsafe)
    std::ofstream(file) << text;
  }
  const std::string expected = std::filesystem::exists(file) ? read_file(file) : "";
  const auto at = std::mismatch(text.begin(), text.end(), expected.begin(), expected.end()).first;
  const auto line = std::count(text.begin(), at, '\n') + 1;
  // Compared outside of BOOST_TEST, which would print both texts whole.
  const bool same = text == expected;
  BOOST_TEST(same, file.filename().string() << " differs from line " << line
                                            << " on; VEDETTE_UPDATE_GOLDEN=1 writes it anew");
}

/// The CustomResourceDefinition without its 900 lines of spec, which hack/verify-chart compares.
std::string without_crd_spec(std::string text) {
  const auto crd = text.find("# Source: vedette/templates/crds/");
  if (crd == std::string::npos) return text;
  const auto spec = text.find("\nspec:\n", crd);
  const auto end = text.find("\n---\n", crd);
  return text.replace(spec, end - spec, "\nspec: {}  # as in crds/targets.vedette.dev.yaml");
}

BOOST_AUTO_TEST_SUITE(rendering)

BOOST_DATA_TEST_CASE(values_render_as_recorded, data::make(values_names())) {
  check_golden(kGolden / (sample + ".yaml"), without_crd_spec(rendered(sample)));
}

BOOST_AUTO_TEST_CASE(defaults_ask_for_what_cannot_be_guessed) {
  const auto finished = render({});
  BOOST_TEST(finished.status.code.value_or(0) != 0);
  check_golden(kGolden / "defaults.txt", finished.standard_error);
}

BOOST_DATA_TEST_CASE(lint_finds_nothing, data::make(values_names())) {
  const auto finished =
      helm({"lint", "--strict", chart_dir().string(), "--values", values_file(sample).string()});
  BOOST_TEST(finished.status.code.value_or(-1) == 0, finished.standard_output);
}

BOOST_AUTO_TEST_CASE(no_golden_file_is_left_without_its_values) {
  for (const auto& entry : std::filesystem::directory_iterator(kGolden)) {
    if (entry.path().extension() != ".yaml") continue;
    BOOST_TEST(std::filesystem::exists(values_file(entry.path().stem())), entry.path().string());
  }
}

BOOST_AUTO_TEST_CASE(kinds_that_the_cluster_does_not_know_are_left_out) {
  const auto plain = render({"--values", values_file("everything").string()});
  BOOST_TEST(plain.standard_output.find("monitoring.coreos.com") == std::string::npos);
  BOOST_TEST(rendered("everything").find("kind: PodMonitor") != std::string::npos);
  BOOST_TEST(rendered("everything").find("kind: PrometheusRule") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(names_that_yaml_takes_for_something_else_stay_text) {
  const auto finished = helm({"template", "1e3", chart_dir().string(), "--namespace", "0x1",
                              "--values", values_file("minimal").string(), "--set-string",
                              "probers[0].location=no", "--set-string", "source=1"});
  BOOST_TEST(finished.status.code.value_or(-1) == 0, finished.standard_error);
  for (const char* text : {"namespace: \"0x1\"", "app.kubernetes.io/instance: \"1e3\"",
                           "vedette.dev/location: \"no\"", "value: \"no\""}) {
    BOOST_TEST(finished.standard_output.find(text) != std::string::npos, text << " is quoted");
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::test
