#pragma once

#include <string_view>

#include "kafka/producer.hpp"
#include "kafka/settings.hpp"

namespace vedette::kafka {

/// librdkafka's options of a producer, besides those that reach the brokers. Pure.
[[nodiscard]] Options to_options(const ProducerOptions& options);

/// Sorts the error code (rd_kafka_resp_err_t) of a message that was not stored. Pure.
[[nodiscard]] FailureCause cause_of(int code);

/// Bytes of a message that count against the bounds: key, value, headers.
[[nodiscard]] std::size_t size_of(const Message& message);

/// What a record batch of one message adds to size_of() at most: 61 bytes of batch header, 21 of
/// record header, and lengths of up to 10 bytes per message header (Kafka's protocol guide,
/// "Record Batch"); rounded up for some 30 headers.
inline constexpr std::size_t kBatchOverheadBytes = 512;

}  // namespace vedette::kafka
