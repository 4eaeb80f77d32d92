#pragma once

#include <deque>
#include <functional>
#include <utility>
#include <vector>

#include "kafka/producer.hpp"

namespace vedette::writer::test {

/// A producer that acknowledges at once, or fails as often as told.
class FakeProducer final : public kafka::Producer {
 public:
  explicit FakeProducer(kafka::DeliveryFn on_delivery) : on_delivery_(std::move(on_delivery)) {}

  std::vector<kafka::Message> delivered;
  std::deque<Error> failures;  ///< delivery reports of the next messages
  std::deque<kafka::Produced> refusals;
  std::function<void()> on_failure = [] {};

  [[nodiscard]] kafka::Produced produce(kafka::Message message) override {
    if (!refusals.empty()) {
      const kafka::Produced refusal = refusals.front();
      refusals.pop_front();
      return refusal;
    }
    const std::uint64_t tag = message.tag;
    if (!failures.empty()) {
      const Error error = failures.front();
      failures.pop_front();
      on_delivery_(tag, tl::unexpected(error));
      on_failure();
      return kafka::Produced::Queued;
    }
    delivered.push_back(std::move(message));
    on_delivery_(tag, kafka::Delivered{});
    return kafka::Produced::Queued;
  }
  [[nodiscard]] Result<void> flush(Millis /*deadline*/) override { return {}; }
  void purge() override {}
  [[nodiscard]] kafka::ProducerStats stats() const override { return {}; }

 private:
  kafka::DeliveryFn on_delivery_;
};

}  // namespace vedette::writer::test
