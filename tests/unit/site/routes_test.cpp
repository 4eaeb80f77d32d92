#include "support/site/routes.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <tuple>

namespace vedette::test {
namespace {

namespace data = boost::unit_test::data;
using std::chrono::milliseconds;
using TimePoint = std::chrono::system_clock::time_point;

SiteReply ask(const std::string& target, TimePoint now = {}) {
  const SiteRequest request(boost::beast::http::verb::get, target, 11);
  return answer(request, {}, now);
}

BOOST_AUTO_TEST_SUITE(routes_test)

const auto kStatuses = data::make<std::tuple<const char*, unsigned>>({{"/ok", 200U},
                                                                      {"/ok?with=query", 200U},
                                                                      {"/wrong-body", 200U},
                                                                      {"/redirect", 302U},
                                                                      {"/redirect-loop", 302U},
                                                                      {"/redirect-chain?n=0", 200U},
                                                                      {"/status/204", 204U},
                                                                      {"/status/503", 503U},
                                                                      {"/status/199", 400U},
                                                                      {"/status/20x", 400U},
                                                                      {"/basic", 401U},
                                                                      {"/bearer", 401U},
                                                                      {"/nothing-here", 404U}});

BOOST_DATA_TEST_CASE(every_path_has_its_status, kStatuses, target, status) {
  BOOST_TEST(ask(target).response.result_int() == status);
}

BOOST_AUTO_TEST_CASE(slow_waits_as_long_as_asked) {
  BOOST_TEST(ask("/slow?ms=250").delay.count() == 250);
  BOOST_TEST(ask("/slow").delay.count() == 3000);
  BOOST_TEST(ask("/slow?ms=soon").delay.count() == 3000);
}

BOOST_AUTO_TEST_CASE(flapping_is_good_in_the_first_half_of_its_period) {
  const auto at = [](int ms) {
    return ask("/flapping?period=10s", TimePoint(std::chrono::hours(24) + milliseconds(ms)))
        .response.result_int();
  };
  BOOST_TEST(at(0) == 200U);
  BOOST_TEST(at(4999) == 200U);
  BOOST_TEST(at(5000) == 503U);
  BOOST_TEST(at(9999) == 503U);
  BOOST_TEST(at(10000) == 200U);
}

BOOST_AUTO_TEST_CASE(redirect_takes_the_rest_of_the_target_as_it_is) {
  const SiteReply reply = ask("/redirect?to=http://other.example/a?b=c&d=e");
  BOOST_TEST(reply.response["Location"] == "http://other.example/a?b=c&d=e");
}

BOOST_AUTO_TEST_CASE(gzip_is_smaller_than_the_page_it_holds) {
  const SiteReply reply = ask("/gzip?bytes=100000");
  BOOST_TEST(reply.response["Content-Encoding"] == "gzip");
  BOOST_TEST(reply.response.body().size() < 1000U);
  BOOST_TEST(reply.response.body().substr(0, 2) == "\x1f\x8b");
}

BOOST_AUTO_TEST_CASE(credentials_open_what_they_should) {
  SiteRequest request(boost::beast::http::verb::get, "/basic", 11);
  request.set("Authorization", "Basic dmVkZXR0ZTpzZW50cnk=");
  BOOST_TEST(answer(request, {}, {}).response.result_int() == 200U);
  request.target("/bearer");
  request.set("Authorization", "Bearer outpost-4711");
  BOOST_TEST(answer(request, {}, {}).response.result_int() == 200U);
}

BOOST_AUTO_TEST_CASE(echo_shows_method_headers_and_body) {
  SiteRequest request(boost::beast::http::verb::post, "/echo", 11);
  request.set("X-Watch", "north");
  request.body() = "who goes there";
  const std::string text = answer(request, {}, {}).response.body();
  BOOST_TEST(text == "POST /echo\nX-Watch: north\n\nwho goes there");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::test
