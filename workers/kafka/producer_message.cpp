#include "kafka/producer_message.hpp"

#include <librdkafka/rdkafka.h>

#include <utility>

namespace vedette::kafka {
namespace {

rd_kafka_headers_t* make_headers(const std::vector<Header>& headers) {
  if (headers.empty()) return nullptr;
  rd_kafka_headers_t* made = rd_kafka_headers_new(headers.size());
  for (const Header& header : headers) {
    rd_kafka_header_add(made, header.name.data(), static_cast<ssize_t>(header.name.size()),
                        header.value.data(), static_cast<ssize_t>(header.value.size()));
  }
  return made;
}

std::vector<Header> headers_of(const rd_kafka_message_t& report) {
  std::vector<Header> out;
  rd_kafka_headers_t* headers = nullptr;
  if (rd_kafka_message_headers(&report, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR) return out;
  const char* name = nullptr;
  const void* value = nullptr;
  std::size_t size = 0;
  for (std::size_t i = 0;
       rd_kafka_header_get_all(headers, i, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR;
       ++i) {
    out.push_back({name, {static_cast<const char*>(value), size}});
  }
  return out;
}

}  // namespace

int send(rd_kafka_s* client, Waiting& waiting) {
  const Message& message = waiting.message;
  rd_kafka_headers_t* headers = make_headers(message.headers);
  // Read only: RD_KAFKA_MSG_F_COPY copies the value, the key is always copied.
  void* const value = const_cast<char*>(message.value.data());
  Ticket* const ticket = waiting.ticket.release();
  const rd_kafka_resp_err_t error =
      rd_kafka_producev(client, RD_KAFKA_V_TOPIC(message.topic.c_str()),
                        RD_KAFKA_V_PARTITION(message.partition.value_or(RD_KAFKA_PARTITION_UA)),
                        RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
                        RD_KAFKA_V_KEY(message.key.data(), message.key.size()),
                        RD_KAFKA_V_VALUE(value, message.value.size()), RD_KAFKA_V_HEADERS(headers),
                        RD_KAFKA_V_OPAQUE(ticket), RD_KAFKA_V_END);
  if (error != RD_KAFKA_RESP_ERR_NO_ERROR) {  // both are still ours
    waiting.ticket.reset(ticket);
    if (headers != nullptr) rd_kafka_headers_destroy(headers);
  }
  return error;
}

Waiting take_back(const rd_kafka_message_s& report, std::unique_ptr<Ticket> ticket) {
  const auto text = [](const void* data, std::size_t size) {
    return data == nullptr ? std::string() : std::string(static_cast<const char*>(data), size);
  };
  Message message{rd_kafka_topic_name(report.rkt),
                  text(report.key, report.key_len),
                  text(report.payload, report.len),
                  headers_of(report),
                  ticket->tag,
                  ticket->partition};
  return {std::move(ticket), std::move(message)};
}

}  // namespace vedette::kafka
