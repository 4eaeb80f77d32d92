#include "prober/publish/publisher.hpp"

#include <utility>

#include "model/probe_result_json.hpp"
#include "prober/publish/result_message.hpp"
#include "runtime/logging.hpp"

namespace vedette::prober {

void Publisher::publish(const model::ProbeResult& result, std::optional<OpenSlot> open) {
  kafka::Message message = result_message(result);
  if (open) message.tag = to_tag(*open);
  const kafka::Produced produced = producer_.produce(std::move(message));
  if (open && produced != kafka::Produced::Queued) ledger_.end(*open);
  switch (produced) {
    case kafka::Produced::Queued:
      if (dropping_.load(std::memory_order_relaxed) && dropping_.exchange(false)) {
        runtime::log_info("Stopped dropping results");
      }
      return;
    case kafka::Produced::QueueFull:
      return say_dropping(
          "the queue to Kafka is full: look at the brokers, else raise "
          "--kafka-queue-messages or --kafka-queue-bytes");
    case kafka::Produced::Refused:
      return say_dropping(
          "the topic vedette.results does not exist: create it, or let "
          "--kafka-create-topics be true");
    case kafka::Produced::TooLarge:
      runtime::log_error("Dropped a result that is too large for a message",
                         {{"result", result_id(result)}});
      return;
  }
}

void Publisher::say_dropping(std::string_view why) {
  if (!dropping_.exchange(true)) runtime::log_error("Began to drop results", {{"why", why}});
}

}  // namespace vedette::prober
