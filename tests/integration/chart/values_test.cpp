#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>
#include <string>
#include <vector>

#include "chart.hpp"

namespace vedette::test {
namespace {

namespace data = boost::unit_test::data;

/// Settings on top of minimal-values.yaml, and what Helm must say of them.
struct Refusal {
  std::vector<std::string> settings;  ///< for --set
  std::vector<std::string> said;
};

std::ostream& operator<<(std::ostream& out, const Refusal& refusal) {
  for (const auto& setting : refusal.settings) out << setting << ' ';
  return out;
}

const std::vector<Refusal> kSchemaRefusals{
    {{"writer.replica=2"}, {"'/writer'", "'replica' not allowed"}},
    {{"kafka.broker[0]=a:1"}, {"'/kafka'", "'broker' not allowed"}},
    {{"database.keys.url=uri"}, {"'/database/keys'", "'url' not allowed"}},
    {{"monitoring.enabled=true"}, {"'/monitoring'", "'enabled' not allowed"}},
    {{"probers[0].locaton=x"}, {"'/probers/0'", "'locaton' not allowed"}},
    {{"probers[0].replicas=1"}, {"'/probers/0'", "missing property 'location'"}},
    {{"probers[0].location=eu", "probers[0].serviceAccount.name=x"}, {"'serviceAccount' not"}},
    {{"probers[0].location=EU_West"}, {"'/probers/0/location'", "pattern"}},
    {{"source=a_b"}, {"'/source'", "pattern"}},
    {{"operator.replicas=two"}, {"'/operator/replicas'", "got string, want integer"}},
    {{"operator.logLevel=verbose"}, {"'/operator/logLevel'", "'warning'"}},
    {{"kafka.topics.create=yes"}, {"'/kafka/topics/create'", "got string, want boolean"}},
    {{"kafka.topics.replication=0"}, {"'/kafka/topics/replication'"}},
    {{"kafka.brokers[0]=kafka"}, {"'/kafka/brokers/0'", "pattern"}},
    {{"kafka.brokers=kafka:9092"}, {"'/kafka/brokers'", "got string, want array"}},
    {{"kafka.security=ssl"}, {"'/kafka/security'", "'sasl_tls'"}},
    {{"database.sslMode=full"}, {"'/database/sslMode'", "'verify-full'"}},
    {{"writer.retention=30"}, {"'/writer/retention'"}},
    {{"watchNamespaces[0]=a", "watchNamespaces[1]=a"}, {"'/watchNamespaces'", "items at 0 and 1"}},
    {{"image.digest=sha256:1"}, {"'/image/digest'", "pattern"}},
    {{"prober.sharding=lease"}, {"'/prober/sharding'", "'none'", "'kafka'"}},
    {{"operator.podDisruptionBudget.maxUnavailable=half"}, {"maxUnavailable'", "pattern"}},
};

const std::vector<Refusal> kContradictions{
    {{"kafka.brokers=null"}, {"kafka.brokers is empty", "writer.enabled"}},
    {{"kafka.existingSecret=s", "kafka.keys.cert=c", "kafka.keys.key=k"},
     {"kafka.security is plaintext", "kafka.existingSecret"}},
    {{"kafka.username=u"}, {"kafka.security is plaintext", "kafka.username"}},
    {{"kafka.ca.existingSecret=s"}, {"kafka.security is plaintext", "kafka.ca.existingSecret"}},
    {{"kafka.security=tls", "kafka.keys.cert=c", "kafka.keys.key=k"},
     {"kafka.keys names keys", "kafka.existingSecret is empty"}},
    {{"kafka.security=tls", "kafka.existingSecret=s"},
     {"kafka.existingSecret is set", "kafka.keys names nothing"}},
    {{"kafka.security=tls", "kafka.existingSecret=s", "kafka.keys.cert=c"},
     {"kafka.keys.cert and kafka.keys.key"}},
    {{"kafka.security=tls", "kafka.existingSecret=s", "kafka.keys.password=p"},
     {"kafka.security is tls", "kafka.keys.password"}},
    {{"kafka.security=sasl_tls", "kafka.username=u"},
     {"kafka.security is sasl_tls", "kafka.keys.password"}},
    {{"kafka.security=sasl_tls", "kafka.existingSecret=s", "kafka.keys.password=p"},
     {"kafka.security is sasl_tls", "kafka.username", "kafka.keys.username"}},
    {{"kafka.security=sasl_tls", "kafka.existingSecret=s", "kafka.keys.password=p",
      "kafka.username=u", "kafka.keys.username=u"},
     {"kafka.username", "kafka.keys.username"}},
    {{"database.existingSecret="}, {"database.existingSecret and database.url are both empty"}},
    {{"database.existingSecret=", "database.url=postgresql://me:secret@db/x"},
     {"database.url holds a password", "database.existingSecret"}},
    {{"database.url=postgresql://db/x"}, {"database.url is set", "database.keys.password"}},
    {{"database.existingSecret=", "database.url=postgresql://db/x", "database.keys.password=p"},
     {"database.keys.password is set", "database.existingSecret is empty"}},
    {{"database.existingSecret=", "database.url=postgresql://db/x",
      "writer.migrate.existingSecret=s"},
     {"writer.migrate.existingSecret", "database.keys.password"}},
    {{"database.sslMode=verify-full"},
     {"database.sslMode is verify-full", "database.ca.existingSecret is empty"}},
    {{"probers[0].location=a", "probers[1].location=a"}, {"probers names the location a twice"}},
    {{"probers[0].location=a", "otherLocations[0]=a"}, {"probers and otherLocations both name"}},
    {{"prober.replicas=2"}, {"prober.replicas is 2", "prober.sharding is none"}},
    {{"probers[0].location=a", "probers[0].replicas=3"},
     {"prober.replicas is 3 at the location a", "prober.sharding is none"}},
    {{"probers=null"}, {"probers and otherLocations are both empty"}},
};

void check_refused(const Refusal& refusal) {
  std::vector<std::string> arguments{"--values", values_file("minimal").string()};
  for (const auto& setting : refusal.settings) {
    arguments.insert(arguments.end(), {"--set", setting});
  }
  const auto finished = render(std::move(arguments));
  BOOST_TEST(finished.status.code.value_or(0) != 0, "it is accepted");
  for (const auto& words : refusal.said) {
    BOOST_TEST(finished.standard_error.find(words) != std::string::npos,
               '"' << words << "\" is not in: " << finished.standard_error);
  }
}

BOOST_AUTO_TEST_SUITE(values)

BOOST_DATA_TEST_CASE(schema_refuses, data::make(kSchemaRefusals)) { check_refused(sample); }

BOOST_DATA_TEST_CASE(contradiction_is_told_with_both_keys, data::make(kContradictions)) {
  check_refused(sample);
}

BOOST_AUTO_TEST_CASE(chart_may_be_a_part_of_another) {
  const auto finished =
      render({"--values", values_file("minimal").string(), "--set", "global.domain=example.com"});
  BOOST_TEST(finished.status.code.value_or(-1) == 0, finished.standard_error);
}

BOOST_AUTO_TEST_CASE(pods_of_a_location_share_its_targets_with_sharding_kafka) {
  const auto finished = render({"--values", values_file("minimal").string(), "--set",
                                "prober.sharding=kafka", "--set", "prober.replicas=3"});
  BOOST_TEST(finished.status.code.value_or(-1) == 0, finished.standard_error);
  BOOST_TEST(finished.standard_output.find("name: VEDETTE_SHARDING\n              value: kafka") !=
             std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::test
