#pragma once

#include <string_view>

#include "kafka/message.hpp"

namespace vedette::prober {

/// Writes what the Kafka client reports to this process's log; a kafka::LogFn.
void log_kafka(kafka::LogLevel level, std::string_view message, std::string_view detail);

}  // namespace vedette::prober
