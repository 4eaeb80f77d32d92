#include "kafka/settings.hpp"

#include <fstream>
#include <functional>

#include <boost/test/unit_test.hpp>

#include "support/temporary_directory.hpp"

namespace vedette::kafka {
namespace {

Settings plain() {
  Settings settings;
  settings.brokers = "a:9092,b:9092";
  return settings;
}

Settings sasl() {
  Settings settings = plain();
  settings.security = Security::SaslTls;
  settings.sasl_mechanism = SaslMechanism::ScramSha512;
  settings.username = "writer";
  settings.password_file = "/password";
  return settings;
}

std::string value_of(const Options& options, std::string_view name) {
  std::string found = "(absent)";
  for (const auto& [option, value] : options) {
    if (option == name) found = value;
  }
  return found;
}

BOOST_AUTO_TEST_SUITE(settings)

BOOST_AUTO_TEST_CASE(plaintext_needs_brokers_alone) {
  BOOST_TEST(validate(plain()).has_value());
  const Options options = to_options(plain(), "");
  BOOST_TEST(value_of(options, "bootstrap.servers") == "a:9092,b:9092");
  BOOST_TEST(value_of(options, "security.protocol") == "plaintext");
  BOOST_TEST(value_of(options, "sasl.password") == "(absent)");
  BOOST_TEST(value_of(options, "ssl.ca.location") == "(absent)");
}

BOOST_AUTO_TEST_CASE(mutual_tls_becomes_files_and_a_checked_name) {
  Settings settings = plain();
  settings.security = Security::Tls;
  settings.ca = "/ca";
  settings.certificate = "/cert";
  settings.key = "/key";
  BOOST_TEST(validate(settings).has_value());
  const Options options = to_options(settings, "");
  BOOST_TEST(value_of(options, "security.protocol") == "ssl");
  BOOST_TEST(value_of(options, "ssl.ca.location") == "/ca");
  BOOST_TEST(value_of(options, "ssl.certificate.location") == "/cert");
  BOOST_TEST(value_of(options, "ssl.key.location") == "/key");
  BOOST_TEST(value_of(options, "ssl.endpoint.identification.algorithm") == "https");
  BOOST_TEST(value_of(options, "sasl.mechanisms") == "(absent)");
}

BOOST_AUTO_TEST_CASE(tls_without_a_ca_takes_the_systems_roots) {
  Settings settings = plain();
  settings.security = Security::Tls;
  BOOST_TEST(validate(settings).has_value());
  BOOST_TEST(value_of(to_options(settings, ""), "ssl.ca.location") == "(absent)");
}

BOOST_AUTO_TEST_CASE(sasl_goes_inside_tls_with_the_password_of_the_file) {
  BOOST_TEST(validate(sasl()).has_value());
  const Options options = to_options(sasl(), "secret");
  BOOST_TEST(value_of(options, "security.protocol") == "sasl_ssl");
  BOOST_TEST(value_of(options, "sasl.mechanisms") == "SCRAM-SHA-512");
  BOOST_TEST(value_of(options, "sasl.username") == "writer");
  BOOST_TEST(value_of(options, "sasl.password") == "secret");
}

BOOST_AUTO_TEST_CASE(what_is_missing_or_contradicts_is_invalid_and_names_its_flags) {
  struct Case {
    const char* flag;
    std::function<void(Settings&)> spoil;
  };
  const Case cases[] = {
      {"--kafka-brokers", [](Settings& s) { s.brokers = " , "; }},
      {"--kafka-ca", [](Settings& s) { s = plain(), s.ca = "/ca"; }},
      {"--kafka-cert", [](Settings& s) { s = plain(), s.certificate = "/c", s.key = "/k"; }},
      {"--kafka-key", [](Settings& s) { s.certificate = "/cert"; }},
      {"--kafka-cert", [](Settings& s) { s.key = "/key"; }},
      {"--kafka-username", [](Settings& s) { s.username.clear(); }},
      {"--kafka-password-file", [](Settings& s) { s.password_file.clear(); }},
      {"--kafka-security", [](Settings& s) { s = plain(), s.username = "writer"; }},
  };
  for (const Case& each : cases) {
    Settings settings = sasl();
    each.spoil(settings);
    const auto checked = validate(settings);
    BOOST_REQUIRE_MESSAGE(!checked, each.flag);
    BOOST_TEST((checked.error().kind == ErrorKind::Invalid));
    BOOST_TEST(checked.error().message.find(each.flag) != std::string::npos,
               checked.error().message);
  }
}

BOOST_AUTO_TEST_CASE(files_are_read_when_options_are_loaded) {
  const test::TemporaryDirectory directory;
  Settings settings = sasl();
  settings.password_file = directory.path() / "password";
  const auto absent = load_options(settings);
  BOOST_REQUIRE(!absent);
  BOOST_TEST((absent.error().kind == ErrorKind::Unavailable));

  std::ofstream(settings.password_file) << "secret\n";
  const auto loaded = load_options(settings);
  BOOST_REQUIRE(loaded);
  BOOST_TEST(value_of(*loaded, "sasl.password") == "secret");

  settings.ca = directory.path() / "no-ca.pem";
  const auto no_ca = load_options(settings);
  BOOST_REQUIRE(!no_ca);
  BOOST_TEST(no_ca.error().message.find("--kafka-ca") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::kafka
