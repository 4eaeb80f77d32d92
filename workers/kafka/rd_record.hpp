#pragma once

#include "kafka/consumer.hpp"

// librdkafka's own type: its header stays out of ours.
struct rd_kafka_message_s;

namespace vedette::kafka {

/// A copy: a message that is kept holds three times the memory (its headers in pieces, what it was
/// fetched with), and must not outlive its consumer.
[[nodiscard]] Record to_record(const rd_kafka_message_s& message);

}  // namespace vedette::kafka
