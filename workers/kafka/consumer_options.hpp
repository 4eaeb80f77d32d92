#pragma once

#include "kafka/consumer.hpp"
#include "kafka/settings.hpp"

namespace vedette::kafka {

/// librdkafka's options of a consumer, besides those that reach the brokers. Pure.
[[nodiscard]] Options to_options(const ConsumerOptions& options);

}  // namespace vedette::kafka
