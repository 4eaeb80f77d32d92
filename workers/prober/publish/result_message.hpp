#pragma once

#include "kafka/message.hpp"
#include "model/probe_result.hpp"

namespace vedette::prober {

/// A result as a message of vedette.results: CloudEvents 1.0 in Kafka's binary mode, the value
/// JSON, the key the target's id. Pure.
[[nodiscard]] kafka::Message result_message(const model::ProbeResult& result);

}  // namespace vedette::prober
