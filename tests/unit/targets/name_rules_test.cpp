#include "targets/rules/name_rules.hpp"

#include <string>

#include <boost/test/unit_test.hpp>

using namespace vedette::targets;  // NOLINT(google-build-using-namespace): all are under test

BOOST_AUTO_TEST_SUITE(name_rules)

BOOST_AUTO_TEST_CASE(dns_labels_are_as_in_kubernetes) {
  for (const char* good : {"a", "0", "shop-1", "a--b"}) BOOST_TEST(is_dns_label(good), good);
  for (const char* bad : {"", "-a", "a-", "A", "a_b", "a.b", "ä"})
    BOOST_TEST(!is_dns_label(bad), bad);
  BOOST_TEST(is_dns_label(std::string(63, 'a')));
  BOOST_TEST(!is_dns_label(std::string(64, 'a')));
}

BOOST_AUTO_TEST_CASE(dns_subdomains_are_labels_and_dots) {
  for (const char* good : {"a", "a.b", "shop-1.eu.0"}) BOOST_TEST(is_dns_subdomain(good), good);
  for (const char* bad : {"", ".", "a.", ".a", "a..b", "a.-b", "a/b", "..", "A"}) {
    BOOST_TEST(!is_dns_subdomain(bad), bad);
  }
  BOOST_TEST(!is_dns_subdomain("aaaa", 3));
}

BOOST_AUTO_TEST_CASE(config_keys_never_leave_their_directory) {
  for (const char* good : {"a", "tls.crt", ".hidden", "A_b-c.1", "a..b"}) {
    BOOST_TEST(is_config_key(good), good);
  }
  for (const char* bad : {"", ".", "..", "..data", "../a", "a/b", "/a", "a b", "a\n"}) {
    BOOST_TEST(!is_config_key(bad), bad);
  }
  BOOST_TEST(!is_config_key(std::string_view("a\0b", 3)));
  BOOST_TEST(!is_config_key(std::string(254, 'a')));
}

BOOST_AUTO_TEST_CASE(metric_labels_are_prometheus_names) {
  for (const char* good : {"a", "_a", "Team_1"}) BOOST_TEST(is_metric_label(good), good);
  for (const char* bad : {"", "1a", "__a", "a-b", "a.b", "ä"})
    BOOST_TEST(!is_metric_label(bad), bad);
}

BOOST_AUTO_TEST_CASE(labels_of_our_own_series_are_reserved) {
  for (const char* name : {"namespace", "name", "location", "phase", "version", "le", "instance"}) {
    BOOST_TEST(is_reserved_label(name), name);
  }
  BOOST_TEST(!is_reserved_label("team"));
}

BOOST_AUTO_TEST_CASE(http_tokens_and_values) {
  BOOST_TEST(is_http_token("X-Request_Id!"));
  for (const char* bad : {"", "a b", "a:", "a\"", "a\n", "ä"}) BOOST_TEST(!is_http_token(bad), bad);
  BOOST_TEST(is_header_value(""));
  BOOST_TEST(is_header_value("a\tb \xC3\xA4"));
  for (const char* bad : {"a\rb", "a\nb", "\x7F", "\x01"}) BOOST_TEST(!is_header_value(bad), bad);
  BOOST_TEST(!is_header_value(std::string_view("a\0b", 3)));
}

BOOST_AUTO_TEST_SUITE_END()
