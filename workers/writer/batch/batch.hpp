#pragma once

#include <cstdint>
#include <deque>
#include <stop_token>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "kafka/consumer.hpp"
#include "writer/batch/flush_rule.hpp"
#include "writer/consume/known_names.hpp"
#include "writer/consume/refusal.hpp"

namespace vedette::writer {

/// A record that goes to the dead letters: which of the batch's, and why.
struct DeadLetter {
  std::uint32_t record = 0;
  Refusal refusal;
};

/// What goes to the database in one transaction, and which offsets move when it is there.
struct Batch {
  std::vector<kafka::Record> records;  ///< kept whole: a row may yet become a dead letter
  std::vector<Fact> rows;
  std::deque<std::string> messages;    ///< what the rows' messages point to
  std::vector<std::uint32_t> unnamed;  ///< records of results with a name that is not known yet
  std::vector<DeadLetter> dead_letters;
  kafka::Offsets next_offsets;
  std::size_t bytes = 0;  ///< of keys and values
  BatchTimes times;
  std::size_t doubles = 0;  ///< rows left out, being of another's slot
  /// Stopped when the partitions were lost: nobody waits for this batch any more.
  std::stop_source cancel;

  [[nodiscard]] bool empty() const { return next_offsets.empty(); }
};

/// Adds the row of a result that came in `record`, and takes its message; or notes the record when
/// a name is unknown: decode_again() has the result back once it is known.
void add_result(Batch& batch, model::ProbeResult& result, const KnownNames& known,
                std::uint32_t record);
void add_row(Batch& batch, model::ProbeResult& result, const RowIds& ids, std::uint32_t record);

[[nodiscard]] BatchSize size_of(const Batch& batch);

/// Brings the rows into the primary key's order: the index is walked once (25 % less server time),
/// and two writers take the same rows in the same order, so they cannot deadlock. Of one slot that
/// came twice the first row stays, as it does between batches.
void sort_rows(Batch& batch);

}  // namespace vedette::writer
