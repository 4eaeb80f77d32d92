#include "operator/kube/api_error.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "support/kube/awkward_words.hpp"

namespace vedette::op {
namespace {

using vedette::test::status_text;

struct Case {
  int status;
  const char* reason;
  const char* message;
  ErrorKind kind;
};

std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.status << " " << c.reason;
}

const std::vector<Case> kCases{
    {400, "BadRequest", "managedFields must be nil", ErrorKind::Invalid},
    {401, "Unauthorized", "Unauthorized", ErrorKind::Unavailable},
    {403, "Forbidden", "cannot patch", ErrorKind::Unavailable},
    {404, "NotFound", "not found", ErrorKind::Invalid},
    {409, "Conflict", "the object has been modified", ErrorKind::Unavailable},
    {409, "AlreadyExists", "already exists", ErrorKind::Invalid},
    {410, "Expired", "too old resource version", ErrorKind::Unavailable},
    {415, "UnsupportedMediaType", "not accepted", ErrorKind::Invalid},
    {422, "Invalid", "spec.url: Required value", ErrorKind::Invalid},
    {429, "TooManyRequests", "try again later", ErrorKind::Unavailable},
    {500, "InternalError", "etcdserver: no leader", ErrorKind::Unavailable},
    {500, "", "failed to create typed patch object: unknown field", ErrorKind::Invalid},
    {500, "", "failed to convert new object (shop/a): illegal base64", ErrorKind::Invalid},
    {503, "ServiceUnavailable", "shutting down", ErrorKind::Unavailable},
    {504, "Timeout", "Too large resource version", ErrorKind::Unavailable},
};

BOOST_AUTO_TEST_SUITE(api_error)

BOOST_DATA_TEST_CASE(kind_says_what_can_be_done, boost::unit_test::data::make(kCases), c) {
  const ApiError error =
      api_error_from("PATCH /x", c.status, status_text(c.status, c.reason, c.message), {});
  BOOST_TEST((error.kind == c.kind));
  BOOST_TEST(error.status == c.status);
  BOOST_TEST(error.reason == c.reason);
  BOOST_TEST(error.message.find(c.message) != std::string::npos);
}

BOOST_AUTO_TEST_CASE(text_that_is_no_status_is_the_message) {
  const ApiError error = api_error_from("GET /x", 429, "Too many requests.\n", Millis(1'000));
  BOOST_TEST(error.message == "GET /x was answered 429: Too many requests.");
  BOOST_TEST(error.reason == "");
  BOOST_TEST((error.retry_after == Millis(1'000)));
}

BOOST_AUTO_TEST_CASE(wait_may_stand_in_the_status_alone) {
  const char* body = R"({"kind":"Status","details":{"retryAfterSeconds":3}})";
  BOOST_TEST((api_error_from("GET /x", 504, body, {}).retry_after == Millis(3'000)));
}

BOOST_AUTO_TEST_CASE(message_from_outside_is_bounded_and_valid) {
  const std::string body(100'000, '\xff');
  BOOST_TEST(api_error_from("GET /x", 500, body, {}).message.size() < 1'200U);
}

BOOST_AUTO_TEST_CASE(retry_after_is_whole_seconds_up_to_a_minute) {
  BOOST_TEST((retry_after_from("1") == Millis(1'000)));
  BOOST_TEST((retry_after_from("0") == Millis(0)));
  BOOST_TEST((retry_after_from("86400") == Millis(60'000)));
  for (const char* text : {"", "-1", "soon", "1.5", "Wed, 21 Oct 2015 07:28:00 GMT"}) {
    BOOST_TEST(!retry_after_from(text).has_value());
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::op
