#include "prober/publish/result_message.hpp"

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "base/time_text.hpp"
#include "model/probe_result_json.hpp"
#include "prober/publish/publisher.hpp"

namespace vedette::prober {
namespace {

model::ProbeResult sample() {
  model::ProbeResult result;
  result.target.id = model::make_target_id("default", "shop", "checkout");
  result.target.source = "default";
  result.target.ns = "shop";
  result.target.name = "checkout";
  result.target.interval = Millis(30'000);
  result.location = "eu-west";
  result.prober = "prober-1";
  result.scheduled_at = from_rfc3339("2026-11-23T15:00:24.418Z").value();
  result.started_at = result.scheduled_at + Micros(900);
  result.produced_at = from_rfc3339("2026-11-23T15:00:24.427120Z").value();
  return result;
}

/// Takes all messages, or none.
class FakeProducer final : public kafka::Producer {
 public:
  explicit FakeProducer(kafka::Produced answer) : answer_(answer) {}

  kafka::Produced produce(kafka::Message message) override {
    if (answer_ == kafka::Produced::Queued) messages.push_back(std::move(message));
    return answer_;
  }
  Result<void> flush(Millis) override { return {}; }
  kafka::ProducerStats stats() const override { return {}; }

  std::vector<kafka::Message> messages;

 private:
  kafka::Produced answer_;
};

BOOST_AUTO_TEST_SUITE(result_message)

BOOST_AUTO_TEST_CASE(is_a_cloud_event_in_binary_mode_keyed_by_the_target) {
  const kafka::Message message = prober::result_message(sample());
  const std::string id = "4bbc9db3-fb8c-5e33-b54d-d2b09f09887c";
  BOOST_TEST(message.topic == "vedette.results");
  BOOST_TEST(message.key == id);
  BOOST_TEST(message.value == to_json(sample()));
  const std::vector<kafka::Header> headers{{"ce_specversion", "1.0"},
                                           {"ce_id", id + "/eu-west/1795446024418"},
                                           {"ce_source", "/vedette/default/eu-west"},
                                           {"ce_type", "dev.vedette.probe.result.v1"},
                                           {"ce_time", "2026-11-23T15:00:24.427120Z"},
                                           {"content-type", "application/json"}};
  BOOST_TEST((message.headers == headers));
}

BOOST_AUTO_TEST_CASE(a_publisher_hands_each_result_to_the_producer) {
  FakeProducer producer(kafka::Produced::Queued);
  Publisher publisher(producer);
  publisher.publish(sample());
  publisher.publish(sample());
  BOOST_TEST(producer.messages.size() == 2u);
}

BOOST_AUTO_TEST_CASE(a_publisher_outlives_a_queue_that_is_full) {
  FakeProducer producer(kafka::Produced::QueueFull);
  Publisher publisher(producer);
  for (int i = 0; i < 3; ++i) publisher.publish(sample());
  BOOST_TEST(producer.messages.empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::prober
