#include "writer/consume/decode.hpp"

#include <boost/test/unit_test.hpp>

#include "records.hpp"

namespace vedette::writer {
namespace {

using namespace test;

const TimeWindow kWindow = make_window(kNow, std::chrono::days(30));

RefusalReason reason_of(const Decoded& decoded) {
  BOOST_REQUIRE(std::holds_alternative<Refusal>(decoded));
  return std::get<Refusal>(decoded).reason;
}

BOOST_AUTO_TEST_SUITE(decode_record)

BOOST_AUTO_TEST_CASE(good_result_is_accepted_as_it_is) {
  const Decoded decoded = decode(make_record(good_result()), kWindow);
  BOOST_REQUIRE(std::holds_alternative<Accepted>(decoded));
  BOOST_TEST(!std::get<Accepted>(decoded).mended);
  BOOST_TEST((std::get<Accepted>(decoded).result == good_result()));
}

BOOST_AUTO_TEST_CASE(what_was_accepted_decodes_again_to_the_same) {
  auto result = good_result();
  result.facts.message = "a\xFF b";
  const kafka::Record record = make_record(result);
  const Decoded decoded = decode(record, kWindow);
  BOOST_REQUIRE(std::holds_alternative<Accepted>(decoded));
  BOOST_TEST(std::get<Accepted>(decoded).mended);
  BOOST_TEST((decode_again(record) == std::get<Accepted>(decoded).result));
}

BOOST_AUTO_TEST_CASE(garbage_is_undecodable) {
  BOOST_TEST((reason_of(decode(make_record("not json"), kWindow)) == RefusalReason::Undecodable));
  BOOST_TEST((reason_of(decode(make_record("[1,2]"), kWindow)) == RefusalReason::Undecodable));
  BOOST_TEST((reason_of(decode(make_record("{}"), kWindow)) == RefusalReason::Undecodable));
}

BOOST_AUTO_TEST_CASE(record_without_a_value_says_so) {
  BOOST_TEST((reason_of(decode(make_record(""), kWindow)) == RefusalReason::EmptyValue));
}

BOOST_AUTO_TEST_CASE(later_version_of_the_event_is_not_guessed_at) {
  const auto record =
      make_record(model::to_json(good_result()), 0, 0, "dev.vedette.probe.result.v2");
  BOOST_TEST((reason_of(decode(record, kWindow)) == RefusalReason::UnsupportedType));
}

BOOST_AUTO_TEST_CASE(record_without_headers_is_read_all_the_same) {
  const Decoded decoded = decode(make_record(model::to_json(good_result())), kWindow);
  BOOST_TEST(std::holds_alternative<Accepted>(decoded));
}

BOOST_AUTO_TEST_CASE(odd_location_is_refused_because_mending_would_change_the_identity) {
  auto result = good_result();
  result.location = "EU west";
  BOOST_TEST((reason_of(decode(make_record(result), kWindow)) == RefusalReason::InvalidLocation));
  result.location = std::string(64, 'a');
  BOOST_TEST((reason_of(decode(make_record(result), kWindow)) == RefusalReason::InvalidLocation));
}

BOOST_AUTO_TEST_CASE(slot_more_than_a_day_ahead_is_refused_and_one_a_day_ahead_is_not) {
  auto result = good_result();
  result.scheduled_at = kNow + std::chrono::hours(24);
  BOOST_TEST(std::holds_alternative<Accepted>(decode(make_record(result), kWindow)));
  result.scheduled_at += Millis(1);
  BOOST_TEST(
      (reason_of(decode(make_record(result), kWindow)) == RefusalReason::TimestampOutOfRange));
}

BOOST_AUTO_TEST_CASE(slot_before_the_first_day_of_retention_is_expired) {
  auto result = good_result();
  result.scheduled_at = std::chrono::sys_days(std::chrono::October / 25 / 2026);
  BOOST_TEST(std::holds_alternative<Accepted>(decode(make_record(result), kWindow)));
  result.scheduled_at -= Millis(1);
  BOOST_TEST(std::holds_alternative<Expired>(decode(make_record(result), kWindow)));
}

BOOST_AUTO_TEST_CASE(unknown_reason_becomes_other) {
  std::string json = model::to_json(good_result());
  json.replace(json.find("\"ok\""), 4, "\"solar_flare\"");
  const Decoded decoded = decode(make_record(json), kWindow);
  BOOST_REQUIRE(std::holds_alternative<Accepted>(decoded));
  BOOST_TEST((std::get<Accepted>(decoded).result.facts.reason == model::Reason::Other));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::writer
