#include "kafka/topics.hpp"

#include <boost/test/unit_test.hpp>

namespace vedette::kafka {
namespace {

BOOST_AUTO_TEST_SUITE(topics)

/// Three replicas, and everything as the spec has it.
TopicFacts safe_facts(const TopicSpec& spec) {
  TopicFacts facts{spec.partitions, 3, spec.config};
  facts.config["min.insync.replicas"] = "2";
  facts.config["cleanup.policy"] = "delete";  // the broker tells all settings
  return facts;
}

BOOST_AUTO_TEST_CASE(specs_are_the_architectures) {
  const TopicSpec results = results_topic({});
  BOOST_TEST(results.name == "vedette.results");
  BOOST_TEST(results.partitions == 12);
  BOOST_TEST(results.replication == -1);
  BOOST_TEST(results.config.at("retention.ms") == "604800000");
  BOOST_TEST(results.config.at("max.message.bytes") == "1048576");
  BOOST_TEST(results.config.at("message.timestamp.type") == "LogAppendTime");

  const TopicSpec dead = dead_letter_topic({.replication = 3});
  BOOST_TEST(dead.name == "vedette.results.dlq");
  BOOST_TEST(dead.partitions == 1);
  BOOST_TEST(dead.replication == 3);
  BOOST_TEST(dead.config.at("retention.ms") == "2592000000");
  BOOST_TEST(dead.config.at("max.message.bytes") == "2097152");

  const TopicSpec states = states_topic({.partitions = 12, .replication = 3}, 64);
  BOOST_TEST(states.name == "vedette.states");
  BOOST_TEST(states.partitions == 64);
  BOOST_TEST(states.replication == 3);
  BOOST_TEST(states.config.at("cleanup.policy") == "compact,delete");
  BOOST_TEST(states.config.at("retention.ms") == "604800000");
  BOOST_TEST(states.config.at("segment.bytes") == "16777216");
  BOOST_TEST(states.config.at("segment.ms") == "3600000");
  BOOST_TEST(states.config.at("min.cleanable.dirty.ratio") == "0.1");
}

BOOST_AUTO_TEST_CASE(topic_as_specified_gives_no_warning) {
  const TopicSpec spec = results_topic({});
  BOOST_TEST(compare({spec}, {{spec.name, safe_facts(spec)}}).empty());
}

BOOST_AUTO_TEST_CASE(each_difference_is_a_warning_with_both_values) {
  const TopicSpec spec = results_topic({});
  TopicFacts facts = safe_facts(spec);
  facts.partitions = 6;
  facts.config["retention.ms"] = "1000";
  const auto warnings = compare({spec}, {{spec.name, facts}});
  BOOST_REQUIRE_EQUAL(warnings.size(), 2U);
  BOOST_TEST(warnings[0].find("6 partitions, not the 12") != std::string::npos);
  BOOST_TEST(warnings[1].find("retention.ms=1000, not 604800000") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(too_few_replicas_of_all_topics_are_one_warning) {
  const TopicSpec results = results_topic({});
  const TopicSpec dead = dead_letter_topic({});
  TopicFacts one_replica = safe_facts(results);
  one_replica.replication = 1;
  TopicFacts one_in_sync = safe_facts(dead);
  one_in_sync.config["min.insync.replicas"] = "1";
  const auto warnings =
      compare({results, dead}, {{results.name, one_replica}, {dead.name, one_in_sync}});
  BOOST_REQUIRE_EQUAL(warnings.size(), 1U);
  BOOST_TEST(warnings[0].find("vedette.results (replicas 1") != std::string::npos);
  BOOST_TEST(warnings[0].find("vedette.results.dlq (replicas 3, min.insync.replicas 1)") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(settings_that_may_not_be_read_are_not_called_different) {
  const TopicSpec spec = results_topic({});
  BOOST_TEST(compare({spec}, {{spec.name, {spec.partitions, 3, {}}}}).empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::kafka
