#pragma once

#include <cstdint>
#include <stop_token>
#include <vector>

#include "base/clock.hpp"
#include "kafka/consumer.hpp"
#include "writer/consume/refusal.hpp"
#include "writer/consume/row.hpp"

namespace vedette::writer {

/// A record that goes to the dead letters: which of the batch's, and why.
struct DeadLetter {
  std::uint32_t record = 0;
  Refusal refusal;
};

/// What goes to the database in one transaction, and which offsets move when it is there.
struct Batch {
  std::vector<kafka::Record> records;  ///< kept whole: a row may yet become a dead letter
  std::vector<Row> rows;
  std::vector<DeadLetter> dead_letters;
  kafka::Offsets next_offsets;
  std::size_t bytes = 0;  ///< of keys and values
  SteadyTime opened;      ///< when its first record came
  /// Stopped when the partitions were lost: nobody waits for this batch any more.
  std::stop_source cancel;

  [[nodiscard]] bool empty() const { return next_offsets.empty(); }
};

}  // namespace vedette::writer
