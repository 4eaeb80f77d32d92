#include "writer/store/dead_letters.hpp"

#include <boost/test/unit_test.hpp>

#include "store_bed.hpp"

namespace vedette::writer {
namespace {

using namespace test;

struct LettersBed : StoreBed {
  std::unique_ptr<Batch> batch = make_batch(3);
  std::vector<DeadLetter> two{{0, {RefusalReason::Undecodable, "no JSON"}},
                              {2, {RefusalReason::EmptyValue, "nothing"}}};

  bool deliver() { return letters->deliver(*batch, two, batch->cancel.get_token()); }
};

BOOST_FIXTURE_TEST_SUITE(dead_letters, LettersBed)

BOOST_AUTO_TEST_CASE(letter_keeps_the_record_and_says_why_and_whence) {
  kafka::Record record = make_record("garbage", 41, 7, "some.type");
  const kafka::Message letter = to_dead_letter(record, {RefusalReason::Undecodable, "no JSON"});
  BOOST_TEST(letter.topic == "vedette.results.dlq");
  BOOST_TEST(letter.key == std::string(record.key));
  BOOST_TEST(letter.value == "garbage");
  const std::vector<kafka::Header> expected = {
      {"ce_type", "some.type"},         {"dlq_reason", "undecodable"}, {"dlq_detail", "no JSON"},
      {"dlq_topic", "vedette.results"}, {"dlq_partition", "7"},        {"dlq_offset", "41"}};
  BOOST_TEST((letter.headers == expected));
}

BOOST_AUTO_TEST_CASE(delivered_letters_are_counted_by_reason) {
  BOOST_TEST(deliver());
  BOOST_TEST(producer->delivered.size() == 2U);
  BOOST_TEST(metrics.dead_letters(RefusalReason::Undecodable).Value() == 1);
  BOOST_TEST(metrics.dead_letters(RefusalReason::EmptyValue).Value() == 1);
}

BOOST_AUTO_TEST_CASE(only_what_was_not_delivered_is_sent_again) {
  producer->failures = {{ErrorKind::Unavailable, "no such topic"}};
  BOOST_TEST(deliver());
  BOOST_TEST(producer->delivered.size() == 2U);
  BOOST_TEST(metrics.dead_letter_retries.Value() == 1);
}

BOOST_AUTO_TEST_CASE(full_queue_is_waited_out) {
  producer->refusals = {kafka::Produced::QueueFull};
  BOOST_TEST(deliver());
  BOOST_TEST(producer->delivered.size() == 2U);
}

BOOST_AUTO_TEST_CASE(failure_is_said_in_readyz_and_cancelling_ends_the_wait) {
  producer->failures.assign(50, {ErrorKind::Unavailable, "no such topic"});
  producer->on_failure = [&] {
    if (producer->failures.size() <= 46) batch->cancel.request_stop();
  };
  BOOST_TEST(!deliver());
  BOOST_TEST(health.ready().json.find("no such topic") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::writer
