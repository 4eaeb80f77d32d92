#pragma once

#include "kafka/consumer.hpp"

// librdkafka's own type: its header stays out of ours.
struct rd_kafka_message_s;

namespace vedette::kafka {

/// Takes a consumed message over; the record's views point into it.
[[nodiscard]] Record to_record(rd_kafka_message_s* message);

}  // namespace vedette::kafka
