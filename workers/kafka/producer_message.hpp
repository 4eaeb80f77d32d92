#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "kafka/message.hpp"

// librdkafka's own types: its header stays out of ours.
struct rd_kafka_s;
struct rd_kafka_message_s;

namespace vedette::kafka {

/// Travels with a message through the library; its delivery report brings it back.
struct Ticket {
  std::uint64_t sequence = 0;  ///< order of the calls to produce()
  std::uint64_t tag = 0;
  std::size_t bytes = 0;                                 ///< as size_of() has it
  std::optional<std::int32_t> partition = std::nullopt;  ///< as Message has it
};

/// A message that has no instance to send it.
struct Waiting {
  std::unique_ptr<Ticket> ticket;
  Message message;
};

/// Hands a message to the library, which copies it, and never blocks. Returns an error code
/// (rd_kafka_resp_err_t), 0 on success: then the ticket is the library's until the report comes.
[[nodiscard]] int send(rd_kafka_s* client, Waiting& waiting);

/// The message of a delivery report with its ticket, as it was sent.
[[nodiscard]] Waiting take_back(const rd_kafka_message_s& report, std::unique_ptr<Ticket> ticket);

}  // namespace vedette::kafka
