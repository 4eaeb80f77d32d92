#include "prober/publish/publisher.hpp"

#include <vector>

#include <boost/test/unit_test.hpp>

namespace vedette::prober {
namespace {

/// Takes all messages, or none.
class FakeProducer final : public kafka::Producer {
 public:
  explicit FakeProducer(kafka::Produced answer) : answer_(answer) {}

  kafka::Produced produce(kafka::Message message) override {
    if (answer_ == kafka::Produced::Queued) messages.push_back(std::move(message));
    return answer_;
  }
  Result<void> flush(Millis) override { return {}; }
  void purge() override {}
  kafka::ProducerStats stats() const override { return {}; }

  std::vector<kafka::Message> messages;

 private:
  kafka::Produced answer_;
};

const OpenSlot kOpen{3, SystemTime(Millis(1'795'446'024'418))};

BOOST_AUTO_TEST_SUITE(publisher)

BOOST_AUTO_TEST_CASE(each_result_is_handed_to_the_producer) {
  SlotLedger ledger(4);
  FakeProducer producer(kafka::Produced::Queued);
  Publisher publisher(producer, ledger);
  publisher.publish({}, std::nullopt);
  publisher.publish({}, std::nullopt);
  BOOST_TEST(producer.messages.size() == 2u);
}

BOOST_AUTO_TEST_CASE(a_publisher_outlives_a_queue_that_is_full) {
  SlotLedger ledger(4);
  FakeProducer producer(kafka::Produced::QueueFull);
  Publisher publisher(producer, ledger);
  for (int i = 0; i < 3; ++i) publisher.publish({}, std::nullopt);
  BOOST_TEST(producer.messages.empty());
}

BOOST_AUTO_TEST_CASE(a_queued_result_keeps_its_slot_open_and_carries_it_as_its_tag) {
  SlotLedger ledger(4);
  ledger.begin(kOpen);
  FakeProducer producer(kafka::Produced::Queued);
  Publisher(producer, ledger).publish({}, kOpen);
  BOOST_TEST((ledger.earliest(3) == kOpen.slot));
  BOOST_TEST((open_slot_from(producer.messages.at(0).tag) == kOpen));
}

BOOST_AUTO_TEST_CASE(a_dropped_result_ends_its_slot) {
  for (const auto produced :
       {kafka::Produced::QueueFull, kafka::Produced::TooLarge, kafka::Produced::Refused}) {
    SlotLedger ledger(4);
    ledger.begin(kOpen);
    FakeProducer producer(produced);
    Publisher(producer, ledger).publish({}, kOpen);
    BOOST_TEST(!ledger.earliest(3).has_value());
  }
}

BOOST_AUTO_TEST_CASE(a_result_that_closes_no_slot_has_no_tag) {
  SlotLedger ledger(4);
  FakeProducer producer(kafka::Produced::Queued);
  Publisher(producer, ledger).publish({}, std::nullopt);
  BOOST_TEST(producer.messages.at(0).tag == 0u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::prober
