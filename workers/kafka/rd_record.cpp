#include "kafka/rd_record.hpp"

#include <librdkafka/rdkafka.h>

#include <algorithm>
#include <memory>

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

/// Copies what the record views into one piece of memory that it owns.
void own_texts(Record& record) {
  std::size_t size = record.topic.size() + record.key.size() + record.value.size();
  for (const HeaderView& each : record.headers) size += each.name.size() + each.value.size();
  auto memory = std::make_unique_for_overwrite<char[]>(size);
  char* place = memory.get();
  const auto own = [&place](std::string_view& text) {
    char* const end = std::copy(text.begin(), text.end(), place);
    text = {place, text.size()};
    place = end;
  };
  own(record.topic);
  own(record.key);
  own(record.value);
  for (HeaderView& each : record.headers) {
    own(each.name);
    own(each.value);
  }
  record.owner = {memory.release(), [](void* owned) { delete[] static_cast<char*>(owned); }};
}

}  // namespace

std::optional<std::string_view> Record::header(std::string_view name) const {
  for (const HeaderView& each : headers) {
    if (each.name == name) return each.value;
  }
  return std::nullopt;
}

Record to_record(const rd_kafka_message_s& message) {
  Record record;
  record.topic = rd_kafka_topic_name(message.rkt);
  record.partition = message.partition;
  record.offset = message.offset;
  record.key = view(message.key, message.key_len);
  record.value = view(message.payload, message.len);
  add_headers(record, message);
  rd_kafka_timestamp_type_t type = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE;
  const std::int64_t millis = rd_kafka_message_timestamp(&message, &type);
  if (type != RD_KAFKA_TIMESTAMP_NOT_AVAILABLE) record.timestamp = SystemTime(Millis(millis));
  record.appended_time = type == RD_KAFKA_TIMESTAMP_LOG_APPEND_TIME;
  own_texts(record);
  return record;
}

}  // namespace vedette::kafka
