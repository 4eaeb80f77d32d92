#include "prober/config.hpp"

#include <cstdlib>
#include <sstream>
#include <string>
#include <variant>
#include <vector>

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace vedette::prober {
namespace {

using runtime::ExitCode;

struct Read {
  Config config;
  std::string out;
  std::string err;
};

Read read(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "vedette-prober");
  std::ostringstream out;
  std::ostringstream err;
  Config config = read_config(static_cast<int>(arguments.size()), arguments.data(), out, err);
  return {std::move(config), out.str(), err.str()};
}

/// A variable that is set for one test.
class Environment {
 public:
  Environment(const char* name, const char* value) : name_(name) { setenv(name, value, 1); }
  ~Environment() { unsetenv(name_); }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

 private:
  const char* name_;
};

BOOST_AUTO_TEST_SUITE(config)

BOOST_AUTO_TEST_CASE(run_has_the_designs_defaults) {
  const Read given = read({"run", "--targets", "a,b", "--kafka-brokers", "kafka:9092"});
  const auto* run = std::get_if<RunConfig>(&given.config);
  BOOST_REQUIRE_MESSAGE(run != nullptr, given.err);
  BOOST_TEST(run->files.paths.size() == 2u);
  BOOST_TEST(run->files.source == "default");
  BOOST_TEST(run->location == "default");
  BOOST_TEST(run->engines == 1u);
  BOOST_TEST(run->kafka.brokers == "kafka:9092");
  BOOST_TEST(run->topics.create);
  BOOST_TEST(run->topics.partitions == 12);
}

BOOST_AUTO_TEST_CASE(flags_are_environment_variables_too) {
  const Environment targets("VEDETTE_TARGETS", "/etc/vedette/targets");
  const Environment brokers("VEDETTE_KAFKA_BROKERS", "kafka:9092");
  const Environment location("VEDETTE_LOCATION", "eu-west");
  const Environment create("VEDETTE_KAFKA_CREATE_TOPICS", "false");
  const Read given = read({"run", "--location", "us-east"});
  const auto* run = std::get_if<RunConfig>(&given.config);
  BOOST_REQUIRE_MESSAGE(run != nullptr, given.err);
  BOOST_TEST(run->files.paths.front() == "/etc/vedette/targets");
  BOOST_TEST(run->location == "us-east");
  BOOST_TEST(!run->topics.create);
}

BOOST_AUTO_TEST_CASE(once_and_check_take_paths_and_no_kafka) {
  const Read once = read({"once", "a.yaml", "b", "--output", "json", "--secrets-dir", "s"});
  const auto* config = std::get_if<OnceConfig>(&once.config);
  BOOST_REQUIRE_MESSAGE(config != nullptr, once.err);
  BOOST_TEST(config->files.paths.size() == 2u);
  BOOST_TEST(config->files.secrets_dir == "s");
  BOOST_TEST((config->output == OnceConfig::Output::Json));
  BOOST_TEST(std::holds_alternative<CheckConfig>(read({"check", "a.yaml"}).config));
}

BOOST_AUTO_TEST_CASE(lists_of_egress_are_repeated_or_split_and_leave_the_paths_alone) {
  const Environment ports("VEDETTE_ALLOW_PORT", "80,443");
  const Read given = read({"once", "--egress", "tenant", "--deny-cidr", "192.0.2.0/24,fd00::/8",
                           "--deny-cidr", "198.51.100.7", "a.yaml", "--allow-cidr", "10.0.0.0/8"});
  const auto* once = std::get_if<OnceConfig>(&given.config);
  BOOST_REQUIRE_MESSAGE(once != nullptr, given.err);
  BOOST_TEST(once->files.paths.size() == 1u);
  BOOST_TEST((once->egress.mode == EgressMode::Tenant));
  BOOST_REQUIRE(once->egress.deny.size() == 3u);
  BOOST_TEST(once->egress.deny.back().text() == "198.51.100.7/32");
  BOOST_TEST(once->egress.allow.size() == 1u);
  BOOST_TEST((once->egress.ports == std::vector<std::uint16_t>{80, 443}));
}

BOOST_AUTO_TEST_CASE(egress_is_open_unless_told_otherwise) {
  const Read given = read({"run", "--targets", "a", "--kafka-brokers", "kafka:9092"});
  const auto* run = std::get_if<RunConfig>(&given.config);
  BOOST_REQUIRE_MESSAGE(run != nullptr, given.err);
  BOOST_TEST((run->egress.mode == EgressMode::Open));
}

BOOST_AUTO_TEST_CASE(proxies_are_known_by_name) {
  const Environment proxies("VEDETTE_PROXY", "a=http://u:p@a.test:3128,b=http://b.test");
  const Read given = read({"once", "x.yaml"});
  const auto* once = std::get_if<OnceConfig>(&given.config);
  BOOST_REQUIRE_MESSAGE(once != nullptr, given.err);
  BOOST_TEST(once->proxies.size() == 2u);
  BOOST_TEST(once->proxies.at("a")->url.port == 3128);
}

BOOST_AUTO_TEST_CASE(connectivity_checks_are_a_list_of_urls) {
  const Environment checks("VEDETTE_CONNECTIVITY_CHECK", "http://a.test/ok,https://b.test");
  const Read given = read({"run", "--targets", "a", "--kafka-brokers", "kafka:9092"});
  const auto* run = std::get_if<RunConfig>(&given.config);
  BOOST_REQUIRE_MESSAGE(run != nullptr, given.err);
  BOOST_TEST(
      (run->connectivity_checks == std::vector<std::string>{"http://a.test/ok", "https://b.test"}));
}

struct Refusal {
  std::vector<const char*> arguments;
  const char* sentence;
};

std::ostream& operator<<(std::ostream& out, const Refusal& refusal) {
  for (const char* argument : refusal.arguments) out << argument << ' ';
  return out;
}

const Refusal kRefusals[] = {
    {{}, "A subcommand is required"},
    {{"run", "--kafka-brokers", "k:1"}, "--targets is required"},
    {{"run", "--targets", "a"}, "--kafka-brokers"},
    {{"run", "--targets", "a", "--kafka-brokers", "k:1", "--sharding", "lease"},
     "--sharding: \"lease\" is not one of none|kafka"},
    {{"run", "--targets", "a", "--kafka-brokers", "k:1", "--egress", "closed"},
     "--egress: \"closed\" is not one of open|cluster|tenant"},
    {{"once", "a", "--deny-cidr", "10.0.0.1/8"},
     "--deny-cidr: 10.0.0.1/8 has bits set behind its first 8; write 10.0.0.0/8"},
    {{"once", "a", "--allow-cidr", "localhost"},
     "--allow-cidr: localhost is no block of addresses"},
    {{"once", "a", "--allow-port", "0"}, "--allow-port"},
    {{"once", "a", "--proxy", "a=http://a.test", "--proxy", "a=http://b.test"},
     "--proxy: the proxy a is given twice"},
    {{"once", "a", "--proxy", "http://a.test"},
     "--proxy: a proxy is given as NAME=http://HOST:PORT"},
    {{"run", "--targets", "a", "--kafka-brokers", "k:1", "--connectivity-check", "ftp://a.test"},
     "--connectivity-check: "},
    {{"once", "a", "--probe-listen", ":1"}, "--probe-listen"},
    {{"run", "--targets", "a", "--kafka-brokers", "k:1", "--target-metrics", "100001"},
     "--target-metrics"},
    {{"run", "--targets", "a", "--kafka-brokers", "k:1", "--location", "EU"},
     "--location is EU, but should be 1 to 63 of a-z, 0-9 and -"},
    {{"run", "--targets", "a", "--kafka-brokers", "k:1", "--source", "a/b"},
     "--source is a/b, but should be 1 to 63 of a-z, 0-9 and -"},
    {{"run", "--targets", "a", "--kafka-brokers", "k:1", "--engines", "0"}, "--engines"},
    {{"once"}, "paths is required"},
    {{"once", "a", "--output", "xml"}, "--output"},
    {{"fly"}, "subcommand"},
};

BOOST_DATA_TEST_CASE(wrong_usage_is_refused_in_one_sentence,
                     boost::unit_test::data::make(kRefusals)) {
  const Read given = read(sample.arguments);
  const auto* code = std::get_if<ExitCode>(&given.config);
  BOOST_REQUIRE(code != nullptr);
  BOOST_TEST((*code == ExitCode::BadInput));
  BOOST_TEST(given.err.find(sample.sentence) != std::string::npos, given.err);
}

BOOST_AUTO_TEST_CASE(nobody_may_ask_for_a_probe_unless_a_listener_is_named) {
  const auto plain = read({"run", "--targets", "a", "--kafka-brokers", "k:1"});
  BOOST_TEST(std::get<RunConfig>(plain.config).probe_listen.empty());
  const Environment probe_listen("VEDETTE_PROBE_LISTEN", "127.0.0.1:9091");
  const auto asked = read({"run", "--targets", "a", "--kafka-brokers", "k:1"});
  BOOST_TEST(std::get<RunConfig>(asked.config).probe_listen == "127.0.0.1:9091");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::prober
