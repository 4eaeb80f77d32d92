#include "prober/probe/proxy.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <fstream>
#include <sstream>
#include <string>

#include "prober/probe/tunnel.hpp"
#include "support/fault.hpp"
#include "support/site/raw_server.hpp"
#include "support/site/site.hpp"
#include "support/temporary_directory.hpp"
#include "unit/probe/http_proxy.hpp"
#include "unit/probe/probe_bed.hpp"

namespace vedette::test {
namespace {

using model::Phase;
using prober::parse_proxy;
using prober::Proxies;
using prober::Proxy;
namespace data = boost::unit_test::data;

Proxy read_proxy(const std::string& text) {
  auto proxy = parse_proxy(text);
  BOOST_REQUIRE_MESSAGE(proxy, fault_of(proxy));
  return *proxy;
}

/// The one proxy "corporate" at that port.
Proxies corporate(std::uint16_t port, const std::string& user = "") {
  auto proxy = read_proxy("corporate=http://" + user + "127.0.0.1:" + std::to_string(port));
  return {{"corporate", std::make_shared<const Proxy>(std::move(proxy))}};
}

model::Target proxied(const std::string& url) {
  model::Target target = target_of(url);
  target.http.proxy = "corporate";
  return target;
}

model::ProbeFacts probe_through(const Proxies& proxies, const model::Target& target) {
  ProbeBed bed{{{"127.0.0.1:1"}, {"search.test"}}, {}, proxies};
  return bed.probe(target);
}

/// Through a proxy that gives `answer` to whatever it is asked.
model::ProbeFacts probe_through_answer(const std::string& answer, const std::string& url) {
  RawServer server([&answer](RawConnection& peer) {
    (void)peer.read_head();
    peer.send(answer);
  });
  return probe_through(corporate(server.port()), proxied(url));
}

BOOST_AUTO_TEST_SUITE(proxy_test)

BOOST_AUTO_TEST_CASE(name_address_and_credentials_are_read) {
  const Proxy proxy = read_proxy("corporate=http://us%65r:p%40ss%3A1@proxy.test:3128/");
  BOOST_TEST(proxy.name == "corporate");
  BOOST_TEST(proxy.url.host == "proxy.test");
  BOOST_TEST(proxy.url.port == 3128);
  BOOST_TEST(proxy.authorization == "Basic dXNlcjpwQHNzOjE=");
  BOOST_TEST(proxy.text() == "the proxy corporate (proxy.test:3128)");
  BOOST_TEST(read_proxy("p=http://[::1]").url.port == 80);
  BOOST_TEST(read_proxy("p=http://proxy.test").authorization == "");
}

BOOST_DATA_TEST_CASE(what_is_no_proxy_is_refused_without_its_password,
                     data::make({"corporate", "=http://proxy.test", "Corp=http://proxy.test",
                                 "a=https://proxy.test", "a=proxy.test:3128", "a=http://",
                                 "a=http://u:geheim%@proxy.test", "a=http://u:geheim%4@proxy.test",
                                 "a=http://u%3Ax:geheim@proxy.test", "a=http://proxy.test/path",
                                 "a=http://u:geheim@proxy.test:0", "a=socks5://proxy.test"})) {
  const auto proxy = parse_proxy(sample);
  BOOST_REQUIRE(!proxy);
  BOOST_TEST(proxy.error().message.find("geheim") == std::string::npos, proxy.error().message);
}

BOOST_AUTO_TEST_CASE(a_proxy_that_nobody_gave_makes_no_plan) {
  prober::Planner planner;
  const auto plan = planner.make(std::make_shared<model::Target>(proxied("http://shop.test/")));
  BOOST_REQUIRE(!plan);
  BOOST_TEST(plan.error().message ==
             "http.proxy names corporate, which this prober does not have; start it with --proxy "
             "corporate=http://HOST:PORT, or leave http.proxy out");
}

BOOST_AUTO_TEST_CASE(over_http_the_proxy_is_sent_the_whole_url_and_finds_the_name) {
  Site site;
  HttpProxy proxy(site.http_port());
  const auto facts = probe_through(corporate(proxy.port(), "u:p@"), proxied("http://shop.test/ok"));
  BOOST_TEST(to_text(facts.reason) == "ok", facts.message);
  const std::string head = proxy.heads().at(0);
  BOOST_TEST(head.starts_with("GET http://shop.test/ok HTTP/1.1\r\nHost: shop.test\r\n"), head);
  BOOST_TEST(head.find("\r\nProxy-Authorization: Basic dTpw\r\n") != std::string::npos, head);
  BOOST_TEST(facts.address == "127.0.0.1:" + std::to_string(proxy.port()));
}

BOOST_AUTO_TEST_CASE(over_https_the_proxy_makes_a_tunnel_and_sees_no_request) {
  const TemporaryDirectory directory;
  SiteOptions options;
  options.dir = directory.path();
  Site site(options);
  HttpProxy proxy(site.https_port(TlsFace::Good));
  model::Target target = proxied("https://localhost/basic");
  std::ostringstream ca;
  ca << std::ifstream(directory.path() / "ca.crt").rdbuf();
  target.tls.ca = model::Text{{}, ca.str()};
  target.http.basic_auth = model::BasicAuth{{{}, "vedette"}, {{}, "sentry"}};
  const auto facts = probe_through(corporate(proxy.port(), "u:p@"), target);
  BOOST_TEST(to_text(facts.reason) == "ok", facts.message);
  BOOST_TEST(proxy.heads().size() == 1U);
  BOOST_TEST(proxy.heads().at(0) ==
             "CONNECT localhost:443 HTTP/1.1\r\nHost: localhost:443\r\n"
             "Proxy-Authorization: Basic dTpw\r\n\r\n");
  BOOST_TEST(site.log().all().at(0).header("Proxy-Authorization") == "");
  BOOST_REQUIRE(facts.tls);
  BOOST_TEST(facts.tls->issuer == "CN=Vedette site authority");
}

BOOST_AUTO_TEST_CASE(ipv6_literals_keep_their_brackets_in_a_tunnel) {
  BOOST_TEST(prober::connect_request(read_proxy("p=http://proxy.test"),
                                     model::parse_url("https://[2001:db8::1]:8443/").value()) ==
             "CONNECT [2001:db8::1]:8443 HTTP/1.1\r\nHost: [2001:db8::1]:8443\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(redirects_go_through_the_proxy_too) {
  Site site;
  HttpProxy proxy(site.http_port());
  const auto facts = probe_through(corporate(proxy.port()),
                                   proxied("http://shop.test/redirect?to=http://other.test/ok"));
  BOOST_TEST(to_text(facts.reason) == "ok", facts.message);
  BOOST_TEST(proxy.heads().size() == 2U);
  BOOST_TEST(proxy.heads().at(1).starts_with("GET http://other.test/ok HTTP/1.1\r\n"));
}

BOOST_AUTO_TEST_CASE(a_proxy_that_cannot_be_reached_is_proxy_error_in_the_phase_it_happened) {
  std::uint16_t nobody = 0;
  {
    RawServer server([](RawConnection&) {});
    nobody = server.port();
  }
  const auto refused = probe_through(corporate(nobody), proxied("http://shop.test/"));
  BOOST_TEST(to_text(refused.reason) == "proxy_error", refused.message);
  BOOST_TEST((refused.phase == Phase::Connect));
  BOOST_TEST(refused.message.starts_with("cannot reach the proxy corporate (127.0.0.1:"),
             refused.message);
  const auto nameless = std::make_shared<const Proxy>(read_proxy("corporate=http://proxy.invalid"));
  const auto lost = probe_through({{"corporate", nameless}}, proxied("http://shop.test/"));
  BOOST_TEST((lost.phase == Phase::Dns), lost.message);
}

BOOST_AUTO_TEST_CASE(a_proxy_that_refuses_a_tunnel_is_proxy_error_with_its_answer) {
  const auto facts = probe_through_answer("HTTP/1.1 403 Forbidden\r\nContent-Length: 4\r\n\r\nnope",
                                          "https://shop.test/");
  BOOST_TEST(to_text(facts.reason) == "proxy_error", facts.message);
  BOOST_TEST((facts.phase == Phase::Connect));
  BOOST_TEST(facts.message.ends_with(" for shop.test:443: it answered 403"), facts.message);
  BOOST_TEST(!facts.status_code);
}

BOOST_AUTO_TEST_CASE(a_proxy_that_speaks_no_http_is_proxy_error) {
  for (const char* answer :
       {"SSH-2.0-OpenSSH_9.2\r\n\r\n", "", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\n\r\nearly"}) {
    const auto facts = probe_through_answer(answer, "https://shop.test/");
    BOOST_TEST(to_text(facts.reason) == "proxy_error", facts.message);
    BOOST_TEST((facts.phase == Phase::Connect));
  }
}

BOOST_AUTO_TEST_CASE(credentials_that_the_proxy_refuses_are_proxy_error) {
  const std::string answer =
      "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n";
  for (const char* url : {"http://shop.test/", "https://shop.test/"}) {
    const auto facts = probe_through_answer(answer, url);
    BOOST_TEST(to_text(facts.reason) == "proxy_error", facts.message);
    BOOST_TEST(facts.message.find("407") != std::string::npos, facts.message);
  }
}

BOOST_AUTO_TEST_CASE(a_proxy_that_is_silent_costs_the_timeout_as_connect) {
  RawServer silent([](RawConnection& peer) { peer.wait_for_close(); });
  ProbeBed bed{{{"127.0.0.1:1"}, {"search.test"}}, {}, corporate(silent.port())};
  const auto facts = bed.probe(proxied("https://shop.test/"), Millis(200));
  BOOST_TEST(to_text(facts.reason) == "timeout", facts.message);
  BOOST_TEST((facts.phase == Phase::Connect));
  BOOST_TEST(facts.message.find("the proxy corporate") != std::string::npos, facts.message);
  BOOST_TEST((facts.durations.connect >= std::chrono::milliseconds(190)));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::test
