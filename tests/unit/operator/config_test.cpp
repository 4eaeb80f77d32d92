#include "operator/config.hpp"

#include <algorithm>
#include <cstdlib>
#include <sstream>
#include <string>
#include <variant>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace vedette::op {
namespace {

using runtime::ExitCode;

struct Read {
  Config config;
  std::string out;
  std::string err;
};

Read read(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "vedette-operator");
  std::ostringstream out;
  std::ostringstream err;
  Config config = read_config(static_cast<int>(arguments.size()), arguments.data(), out, err);
  return {std::move(config), out.str(), err.str()};
}

/// A variable that is set for one test.
class Variable {
 public:
  Variable(const char* name, const char* value) : name_(name) { setenv(name, value, 1); }
  ~Variable() { unsetenv(name_); }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  const char* name_;
};

const std::vector<const char*> kRun{"run", "--kube-api", "http://127.0.0.1:8001", "--namespace",
                                    "vedette"};

Read run_with(const std::vector<const char*>& more) {
  std::vector<const char*> arguments = kRun;
  arguments.insert(arguments.end(), more.begin(), more.end());
  return read(arguments);
}

BOOST_AUTO_TEST_SUITE(config)

BOOST_AUTO_TEST_CASE(run_has_the_designs_defaults) {
  const Read given = read(kRun);
  const auto* run = std::get_if<RunConfig>(&given.config);
  BOOST_REQUIRE_MESSAGE(run != nullptr, given.err);
  BOOST_TEST(run->api.url == "http://127.0.0.1:8001");
  BOOST_TEST(run->api.ns == "vedette");
  BOOST_TEST(run->watch_namespaces.empty());
  BOOST_TEST(run->source == "default");
  BOOST_TEST(run->locations == std::vector<std::string>{"default"},
             boost::test_tools::per_element());
  BOOST_TEST(run->files == 16);
  BOOST_TEST(run->secrets);
  BOOST_TEST(run->leader_election);
  BOOST_TEST(!run->identity.empty());
  BOOST_TEST(run->listen == ":9090");
}

BOOST_AUTO_TEST_CASE(flags_are_environment_variables_too) {
  const Variable namespaces("VEDETTE_WATCH_NAMESPACES", "shop,bank");
  const Variable secrets("VEDETTE_SECRETS", "false");
  const Variable election("VEDETTE_LEADER_ELECTION", "false");
  const Variable files("VEDETTE_FILES", "4");
  const Read given = run_with({"--files", "8"});
  const auto* run = std::get_if<RunConfig>(&given.config);
  BOOST_REQUIRE_MESSAGE(run != nullptr, given.err);
  BOOST_TEST(run->watch_namespaces == (std::vector<std::string>{"shop", "bank"}),
             boost::test_tools::per_element());
  BOOST_TEST(!run->secrets);
  BOOST_TEST(!run->leader_election);
  BOOST_TEST(run->files == 8);
}

BOOST_AUTO_TEST_CASE(pod_says_who_and_where_it_is) {
  const Variable name("POD_NAME", "vedette-operator-1");
  const Variable ns("POD_NAMESPACE", "monitoring");
  const Read given = read({"run", "--kube-api", "http://127.0.0.1:8001"});
  const auto* run = std::get_if<RunConfig>(&given.config);
  BOOST_REQUIRE_MESSAGE(run != nullptr, given.err);
  BOOST_TEST(run->identity == "vedette-operator-1");
  BOOST_TEST(run->api.ns == "monitoring");
}

BOOST_AUTO_TEST_CASE(check_and_render_take_paths_and_no_api_server) {
  const Read check = read({"check", "a.yaml", "b"});
  BOOST_REQUIRE_MESSAGE(std::holds_alternative<CheckConfig>(check.config), check.err);
  BOOST_TEST(std::get<CheckConfig>(check.config).files.paths.size() == 2u);

  const Read render = read({"render", "a.yaml", "--files", "4", "--output-dir", "out"});
  const auto* config = std::get_if<RenderConfig>(&render.config);
  BOOST_REQUIRE_MESSAGE(config != nullptr, render.err);
  BOOST_TEST(config->file_count == 4);
  BOOST_TEST(config->output_dir == "out");
}

const std::vector<std::vector<const char*>> kBad{
    {"--files", "0"},          {"--files", "101"},       {"--source", "A_B"},
    {"--locations", "eu,A B"}, {"--secrets", "perhaps"}, {"--watch-namespaces", "Shop"},
    {"--kube-api", "ftp://x"}, {"--no-such-flag"},
};

BOOST_AUTO_TEST_CASE(bad_flag_is_one_sentence_that_names_it) {
  for (const auto& bad : kBad) {
    const Read given = run_with(bad);
    BOOST_TEST_CONTEXT(bad.front()) {
      BOOST_REQUIRE(std::holds_alternative<ExitCode>(given.config));
      BOOST_TEST((std::get<ExitCode>(given.config) == ExitCode::BadInput));
      BOOST_TEST(given.err.find(bad.front()) != std::string::npos, given.err);
      BOOST_TEST(std::count(given.err.begin(), given.err.end(), '\n') == 1);
    }
  }
}

BOOST_AUTO_TEST_CASE(outside_a_pod_the_api_server_must_be_named) {
  const Read given = read({"run", "--namespace", "vedette"});
  BOOST_REQUIRE(std::holds_alternative<ExitCode>(given.config));
  BOOST_TEST(given.err.find("--kube-api") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::op
