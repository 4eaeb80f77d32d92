#include "model/url.hpp"
#include "support/fault.hpp"

#include <string>

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace data = boost::unit_test::data;
using vedette::Result;
using vedette::model::parse_url;
using vedette::model::resolve_url;
using vedette::model::Url;

namespace {

struct Refused {
  std::string text;
  std::string why;
};
std::ostream& operator<<(std::ostream& out, const Refused& row) { return out << row.text; }

const Refused kRefused[] = {
    {"", "not absolute"},
    {"www.example.com/", "not absolute"},
    {"/path", "not absolute"},
    {"ftp://example.com/", "scheme is ftp"},
    {"http:///path", "names no host"},
    {"http:path", "not absolute"},
    {"http://", "names no host"},
    {"http://user:secret@example.com/", "user information"},
    {"http://@example.com/", "user information"},
    {"http://example.com:0/", "port 0"},
    {"http://example.com:65536/", "port 65536"},
    {"http://example.com:99999999999/", "port"},
    {"http://example.com:http/", "port http"},
    {"http://ex ample.com/", "position 10; write it as %20"},
    {"http://example.com/\xC3\xBC", "position 20; write it as %C3"},
    {"http://example.com/100%", "write %25"},
    {std::string("http://example.com/\0", 20), "position 20; write it as %00"},
    {"http://example.com/a\r\nX: y", "position 21; write it as %0D"},
    {"http://ex%61mple.com/", "percent-encoded"},
    {"http://a..example.com/", "empty label"},
    {"http://.example.com/", "empty label"},
    {"http://exa!mple.com/", "only letters"},
    {"http://127.1/", "not an IPv4 address"},
    {"http://2130706433/", "not an IPv4 address"},
    {"http://0x7f000001/", "not an IPv4 address"},
    {"http://256.1.1.1/", "not an IPv4 address"},
    {"http://127.0.0.1./", "not an IPv4 address"},
    {"http://[fe80::1%25eth0]/", "no IPv6 address"},
    {"http://[v7.x]/", "no IPv6 address"},
    {"http://[::1/", "only letters"},
    {"http://[::1]x/", "only letters"},
    {"http://[]/", "no IPv6 address"},
    {"http://::1/", "names no host"},
    {"http://1.2.3.4b:80c/", "port 80c"},
    {"http://example.com/x[0]", "write %5B"},
    {"http://" + std::string(64, 'a') + ".example/", "longer than 63"},
    {"http://" +
         std::string(126 * 2, 'a')
             .replace(60, 1, ".")
             .replace(120, 1, ".")
             .replace(180, 1, ".")
             .replace(240, 1, ".") +
         ".example/",
     "longer than 253"},
};

Url base() { return *parse_url("http://a/b/c/d;p?q"); }

struct Reference {
  std::string location;
  std::string resolved;
};
std::ostream& operator<<(std::ostream& out, const Reference& row) { return out << row.location; }

// RFC 3986 §5.4, fragments dropped.
const Reference kReferences[] = {
    {"g", "http://a/b/c/g"},
    {"./g", "http://a/b/c/g"},
    {"g/", "http://a/b/c/g/"},
    {"/g", "http://a/g"},
    {"//g", "http://g/"},
    {"?y", "http://a/b/c/d;p?y"},
    {"g?y", "http://a/b/c/g?y"},
    {"#s", "http://a/b/c/d;p?q"},
    {"g#s", "http://a/b/c/g"},
    {"g?y#s", "http://a/b/c/g?y"},
    {";x", "http://a/b/c/;x"},
    {"g;x", "http://a/b/c/g;x"},
    {"g;x?y#s", "http://a/b/c/g;x?y"},
    {"", "http://a/b/c/d;p?q"},
    {".", "http://a/b/c/"},
    {"./", "http://a/b/c/"},
    {"..", "http://a/b/"},
    {"../", "http://a/b/"},
    {"../g", "http://a/b/g"},
    {"../..", "http://a/"},
    {"../../", "http://a/"},
    {"../../g", "http://a/g"},
    {"../../../g", "http://a/g"},
    {"../../../../g", "http://a/g"},
    {"/./g", "http://a/g"},
    {"/../g", "http://a/g"},
    {"g.", "http://a/b/c/g."},
    {".g", "http://a/b/c/.g"},
    {"g..", "http://a/b/c/g.."},
    {"..g", "http://a/b/c/..g"},
    {"./../g", "http://a/b/g"},
    {"./g/.", "http://a/b/c/g/"},
    {"g/./h", "http://a/b/c/g/h"},
    {"g/../h", "http://a/b/c/h"},
    {"g;x=1/./y", "http://a/b/c/g;x=1/y"},
    {"g;x=1/../y", "http://a/b/c/y"},
    {"g?y/./x", "http://a/b/c/g?y/./x"},
    {"g?y/../x", "http://a/b/c/g?y/../x"},
    {"https://other.example:8443/x?y", "https://other.example:8443/x?y"},
    {"HTTPS://Other.Example", "https://other.example/"},
    {"//[::1]:8080/x", "http://[::1]:8080/x"},
    // What servers send although RFC 3986 has it otherwise.
    {"/with space", "http://a/with%20space"},
    {"/m\xC3\xBCnchen", "http://a/m%C3%BCnchen"},
    {"/100%", "http://a/100%25"},
    {"/a%2Fb", "http://a/a%2Fb"},
    {"/x?filter[name]=y", "http://a/x?filter%5Bname%5D=y"},
    {"http://[::1]/x[0]", "http://[::1]/x%5B0%5D"},
    {"/x?next=http://b/c", "http://a/x?next=http://b/c"},
    {"/a|b", "http://a/a%7Cb"},
    {"http://192.0.2.7.evil.example/x", "http://192.0.2.7.evil.example/x"},
    {"http://b/../x/./y/..", "http://b/x/"},
};

const Refused kRefusedLocations[] = {
    {"mailto:me@example.com", "scheme is mailto"},
    {"javascript:alert(1)", "scheme is javascript"},
    {"http://good.example\\@evil.example/", "user information"},
    {"http://m\xC3\xBCnchen.example/", "percent-encoded"},
    {"http://user@host/", "user information"},
    {"//2130706433/", "not an IPv4 address"},
    {"http://host:0/", "port 0"},
    {"http://[::1/", "only letters"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(url)

BOOST_AUTO_TEST_CASE(parts_of_a_full_url_are_told_apart) {
  const Url url = parse_url("HTTPS://WWW.Example.com:8443/a/b?c=d#e").value();
  BOOST_TEST(url.tls);
  BOOST_TEST(url.host == "www.example.com");
  BOOST_TEST(!url.host_is_literal);
  BOOST_TEST(url.port == 8443);
  BOOST_TEST(url.target == "/a/b?c=d");
  BOOST_TEST(url.host_header == "www.example.com:8443");
}

BOOST_AUTO_TEST_CASE(what_is_absent_gets_the_schemes_default) {
  const Url url = parse_url("http://shop").value();
  BOOST_TEST(!url.tls);
  BOOST_TEST(url.port == 80);
  BOOST_TEST(url.target == "/");
  BOOST_TEST(url.host_header == "shop");
  BOOST_TEST(parse_url("https://shop").value().port == 443);
  BOOST_TEST(parse_url("https://shop:/").value().port == 443);
}

BOOST_AUTO_TEST_CASE(query_without_a_path_is_asked_of_the_root) {
  BOOST_TEST(parse_url("http://shop?x=1").value().target == "/?x=1");
}

BOOST_AUTO_TEST_CASE(default_port_stays_out_of_the_host_header) {
  BOOST_TEST(parse_url("http://shop:80/").value().host_header == "shop");
  BOOST_TEST(parse_url("https://shop:443/").value().host_header == "shop");
  BOOST_TEST(parse_url("http://shop:443/").value().host_header == "shop:443");
}

BOOST_AUTO_TEST_CASE(literal_addresses_lose_their_brackets_only_in_host) {
  const Url v6 = parse_url("http://[2001:DB8::1]:8080/").value();
  BOOST_TEST(v6.host == "2001:db8::1");
  BOOST_TEST(v6.host_is_literal);
  BOOST_TEST(v6.host_header == "[2001:db8::1]:8080");
  const Url v4 = parse_url("http://192.0.2.7/").value();
  BOOST_TEST(v4.host == "192.0.2.7");
  BOOST_TEST(v4.host_is_literal);
}

BOOST_AUTO_TEST_CASE(names_of_the_cluster_and_absolute_names_are_hosts) {
  BOOST_TEST(parse_url("http://my_app.shop.svc/").value().host == "my_app.shop.svc");
  BOOST_TEST(parse_url("http://192.0.2.7.evil.example/").value().host == "192.0.2.7.evil.example");
  BOOST_TEST(parse_url("http://example.com./").value().host == "example.com.");
}

BOOST_AUTO_TEST_CASE(text_of_a_url_reads_back_as_the_same_url) {
  for (const char* text :
       {"http://a/", "https://a:8443/b?c", "http://[::1]:81/x", "http://1.2.3.4/"}) {
    const Url url = parse_url(text).value();
    BOOST_TEST(vedette::model::to_text(url) == text);
    BOOST_TEST((parse_url(vedette::model::to_text(url)).value() == url));
  }
}

BOOST_DATA_TEST_CASE(unusable_urls_are_refused_with_their_reason, data::make(kRefused)) {
  const Result<Url> url = parse_url(sample.text);
  BOOST_REQUIRE(!url);
  BOOST_TEST((url.error().kind == vedette::ErrorKind::Invalid));
  BOOST_TEST(url.error().message.find(sample.why) != std::string::npos, url.error().message);
}

BOOST_DATA_TEST_CASE(locations_resolve_as_rfc_3986_says, data::make(kReferences)) {
  const Result<Url> url = resolve_url(base(), sample.location);
  BOOST_REQUIRE_MESSAGE(url, fault_of(url));
  BOOST_TEST(vedette::model::to_text(*url) == sample.resolved);
}

BOOST_DATA_TEST_CASE(unusable_locations_are_refused, data::make(kRefusedLocations)) {
  const Result<Url> url = resolve_url(base(), sample.text);
  BOOST_REQUIRE(!url);
  BOOST_TEST(url.error().message.find(sample.why) != std::string::npos, url.error().message);
}

BOOST_AUTO_TEST_CASE(relative_location_keeps_scheme_and_port) {
  const Url url = resolve_url(parse_url("https://shop:8443/cart/pay").value(), "done").value();
  BOOST_TEST(vedette::model::to_text(url) == "https://shop:8443/cart/done");
}

BOOST_AUTO_TEST_SUITE_END()
