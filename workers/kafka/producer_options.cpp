#include "kafka/producer_options.hpp"

#include <librdkafka/rdkafka.h>

#include <algorithm>

namespace vedette::kafka {

std::string_view to_text(Compression compression) {
  switch (compression) {
    case Compression::None:
      return "none";
    case Compression::Lz4:
      return "lz4";
    case Compression::Zstd:
      return "zstd";
  }
  return "";
}

std::string_view to_text(FailureCause cause) {
  switch (cause) {
    case FailureCause::QueueFull:
      return "queue_full";
    case FailureCause::TooLarge:
      return "too_large";
    case FailureCause::Authorization:
      return "authorization";
    case FailureCause::UnknownTopic:
      return "unknown_topic";
    case FailureCause::Purged:
      return "purged";
    case FailureCause::Closed:
      return "closed";
    case FailureCause::Other:
      return "other";
  }
  return "";
}

Options to_options(const ProducerOptions& options) {
  return {
      {"enable.idempotence", "true"},
      {"acks", "all"},
      {"max.in.flight.requests.per.connection", "5"},
      // Nothing expires from the old end: the queue's bound refuses the newest instead.
      {"delivery.timeout.ms", "0"},
      {"linger.ms", std::to_string(options.linger.count())},
      {"compression.codec", std::string(to_text(options.compression))},
      {"message.max.bytes", std::to_string(options.max_message_bytes)},
      // Java's placement, sign bit cleared: the partition that the architecture names.
      {"partitioner", "murmur2_random"},
      // The bounds are ours (they count headers too); the library's own must never come first.
      {"queue.buffering.max.messages", "0"},
      {"queue.buffering.max.kbytes", "2147483647"},
  };
}

FailureCause cause_of(int code) {
  switch (code) {
    case RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE:
    case RD_KAFKA_RESP_ERR_INVALID_MSG_SIZE:
    case RD_KAFKA_RESP_ERR_RECORD_LIST_TOO_LARGE:
      return FailureCause::TooLarge;
    case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED:
      return FailureCause::Authorization;
    case RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC:
    case RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION:
    case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART:
      return FailureCause::UnknownTopic;
    case RD_KAFKA_RESP_ERR__PURGE_QUEUE:
    case RD_KAFKA_RESP_ERR__PURGE_INFLIGHT:
      return FailureCause::Purged;
    case RD_KAFKA_RESP_ERR__DESTROY:
      return FailureCause::Closed;
    default:
      return FailureCause::Other;
  }
}

std::size_t size_of(const Message& message) {
  std::size_t bytes = message.key.size() + message.value.size();
  for (const Header& header : message.headers) bytes += header.name.size() + header.value.size();
  return bytes;
}

}  // namespace vedette::kafka
