#include "kafka/rd_record.hpp"

#include <librdkafka/rdkafka.h>

namespace vedette::kafka {
namespace {

std::string_view view(const void* data, std::size_t size) {
  return data == nullptr ? std::string_view()
                         : std::string_view(static_cast<const char*>(data), size);
}

void add_headers(Record& record, const rd_kafka_message_t& message) {
  rd_kafka_headers_t* headers = nullptr;
  if (rd_kafka_message_headers(&message, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR) return;
  record.headers.reserve(rd_kafka_header_cnt(headers));
  const char* name = nullptr;
  const void* value = nullptr;
  std::size_t size = 0;
  for (std::size_t i = 0;
       rd_kafka_header_get_all(headers, i, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR;
       ++i) {
    record.headers.push_back({name, view(value, size)});
  }
}

}  // namespace

std::optional<std::string_view> Record::header(std::string_view name) const {
  for (const HeaderView& each : headers) {
    if (each.name == name) return each.value;
  }
  return std::nullopt;
}

Record to_record(rd_kafka_message_s* message) {
  Record record;
  record.owner = {message, [](void* owned) {
                    rd_kafka_message_destroy(static_cast<rd_kafka_message_t*>(owned));
                  }};
  record.topic = rd_kafka_topic_name(message->rkt);
  record.partition = message->partition;
  record.offset = message->offset;
  record.key = view(message->key, message->key_len);
  record.value = view(message->payload, message->len);
  add_headers(record, *message);
  rd_kafka_timestamp_type_t type = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE;
  const std::int64_t millis = rd_kafka_message_timestamp(message, &type);
  if (type != RD_KAFKA_TIMESTAMP_NOT_AVAILABLE) record.timestamp = SystemTime(Millis(millis));
  record.appended_time = type == RD_KAFKA_TIMESTAMP_LOG_APPEND_TIME;
  return record;
}

}  // namespace vedette::kafka
