#include "runtime/options.hpp"

#include <cstdlib>
#include <sstream>
#include <vector>

#include <CLI/CLI.hpp>

#include <boost/test/unit_test.hpp>

#include "runtime/logging_options.hpp"
#include "runtime/version.hpp"

namespace vedette::runtime {
namespace {

bool says(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// An environment variable for the time of a test case.
class Variable {
 public:
  Variable(const char* name, const char* value) : name_(name) { ::setenv(name, value, 1); }
  ~Variable() { ::unsetenv(name_); }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  const char* name_;
};

/// A program with two commands that share a flag, as ours do.
struct Program {
  Program() {
    app.require_subcommand(1);
    for (CLI::App* command : {run, once}) {
      command->add_option("--location", location, "Name of this place")->capture_default_str();
    }
    run->add_option("--targets", targets, "Target files")->required();
    run->add_option("--locations", locations, "Names of places")->capture_default_str();
    add_switch(*run, "--create", create, "Create what is missing");
    add_logging_options(*run, log);
    once->add_option("PATH", paths, "Target files")->required();
  }

  std::optional<ExitCode> parse(std::vector<const char*> arguments) {
    arguments.insert(arguments.begin(), "/some/where/program");
    return parse_command_line(app, static_cast<int>(arguments.size()), arguments.data(), out, err);
  }

  CLI::App app{"A program", "vedette-test"};
  CLI::App* run = app.add_subcommand("run", "Runs");
  CLI::App* once = app.add_subcommand("once", "Runs once");
  std::string location = "default";
  std::vector<std::string> targets;
  std::vector<std::string> locations{"a", "b"};
  std::vector<std::string> paths;
  bool create = true;
  LogOptions log;
  std::ostringstream out;
  std::ostringstream err;
};

BOOST_FIXTURE_TEST_SUITE(options, Program)

BOOST_AUTO_TEST_CASE(flag_names_its_variable) {
  BOOST_TEST(environment_name("--kafka-brokers") == "VEDETTE_KAFKA_BROKERS");
  BOOST_TEST(environment_name("targets") == "VEDETTE_TARGETS");
}

BOOST_AUTO_TEST_CASE(command_line_reaches_the_variables) {
  BOOST_TEST(!parse({"run", "--targets", "a", "b", "--location=eu-west", "--create=false",
                     "--log-level=debug"})
                  .has_value());
  BOOST_TEST(run->parsed());
  BOOST_TEST(targets.size() == 2U);
  BOOST_TEST(location == "eu-west");
  BOOST_TEST(!create);
  BOOST_TEST((log.level == LogLevel::Debug));
}

BOOST_AUTO_TEST_CASE(environment_fills_what_the_command_line_leaves_out) {
  const Variable names("VEDETTE_TARGETS", "a,b,c");
  const Variable place("VEDETTE_LOCATION", "eu-west");
  const Variable off("VEDETTE_CREATE", "false");
  BOOST_TEST(!parse({"run"}).has_value());
  BOOST_TEST(targets.size() == 3U);
  BOOST_TEST(location == "eu-west");
  BOOST_TEST(!create);
}

BOOST_AUTO_TEST_CASE(command_line_wins_though_another_command_has_the_same_flag) {
  const Variable place("VEDETTE_LOCATION", "from-environment");
  BOOST_TEST(!parse({"run", "--targets=a", "--location=from-flag"}).has_value());
  BOOST_TEST(location == "from-flag");
}

BOOST_AUTO_TEST_CASE(environment_of_a_command_that_was_not_given_is_not_read) {
  const Variable wrong("VEDETTE_LOG_LEVEL", "shout");
  BOOST_TEST(!parse({"once", "x.yaml"}).has_value());
}

BOOST_AUTO_TEST_CASE(wrong_usage_is_one_sentence_on_the_error_stream_and_2) {
  const std::vector<std::vector<const char*>> wrong = {{},
                                                       {"nonsense"},
                                                       {"run"},
                                                       {"run", "--targets=a", "--unknown"},
                                                       {"run", "--targets=a", "--log-level=shout"},
                                                       {"run", "--targets=a", "--create=perhaps"},
                                                       {"once"}};
  for (const auto& arguments : wrong) {
    Program program;
    BOOST_TEST((program.parse(arguments) == ExitCode::BadInput));
    const std::string error = program.err.str();
    BOOST_TEST(error.rfind("vedette-test: ", 0) == 0U, error);
    BOOST_TEST(std::count(error.begin(), error.end(), '\n') == 1, error);
    BOOST_TEST(says(error, "--help"), error);
    BOOST_TEST(program.out.str().empty());
  }
}

BOOST_AUTO_TEST_CASE(word_that_is_no_choice_is_told_with_the_choices) {
  BOOST_TEST((parse({"run", "--targets=a", "--log-level=shout"}) == ExitCode::BadInput));
  BOOST_TEST(says(err.str(), "\"shout\" is not one of debug|info|warning|error"), err.str());
}

BOOST_AUTO_TEST_CASE(wrong_value_in_the_environment_is_wrong_usage_too) {
  const Variable wrong("VEDETTE_LOG_FORMAT", "xml");
  BOOST_TEST((parse({"run", "--targets=a"}) == ExitCode::BadInput));
  BOOST_TEST(says(err.str(), "--log-format"), err.str());
}

BOOST_AUTO_TEST_CASE(help_goes_to_the_output_stream_and_is_fine) {
  BOOST_TEST((parse({"run", "--help"}) == ExitCode::Ok));
  BOOST_TEST(says(out.str(), "Usage: vedette-test run [OPTIONS]"), out.str());
  BOOST_TEST(says(out.str(), "--location TEXT"), out.str());
  BOOST_TEST(says(out.str(), "Name of this place [default: default]"), out.str());
  BOOST_TEST(says(out.str(), "[required]"), out.str());
  BOOST_TEST(says(out.str(), "Names of places [default: a,b]"), out.str());
  BOOST_TEST(!says(out.str(), "\n\n\n"), out.str());
  BOOST_TEST(err.str().empty());
}

BOOST_AUTO_TEST_CASE(no_line_of_help_is_wider_than_100_columns) {
  run->add_option("--long", location, std::string(50, 'a') + " " + std::string(40, 'b') + " c");
  BOOST_TEST((parse({"run", "--help"}) == ExitCode::Ok));
  std::istringstream lines(out.str());
  for (std::string line; std::getline(lines, line);) BOOST_TEST(line.size() <= 100U, line);
}

BOOST_AUTO_TEST_CASE(version_is_the_projects) {
  BOOST_TEST((parse({"--version"}) == ExitCode::Ok));
  BOOST_TEST(out.str() == "vedette-test " + std::string(version()) + "\n");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::runtime
