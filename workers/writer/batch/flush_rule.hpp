#pragma once

#include <algorithm>
#include <cstddef>

#include "base/clock.hpp"

namespace vedette::writer {

/// What is in a batch so far.
struct BatchSize {
  std::size_t records = 0;
  std::size_t bytes = 0;    ///< of keys and values
  std::size_t unnamed = 0;  ///< records of results with a name that is not known yet
};

/// When a batch's first record came, and its last one so far.
struct BatchTimes {
  SteadyTime opened;
  SteadyTime grown;
};

/// When a batch is closed: at 16 000 rows (the server's cost per row hardly falls any more, and
/// three batches, some 2 kB a row, are in memory), after a second (rows are seen soon), with 1 000
/// rows when none came for 20 ms (they are worth a transaction, and the log is read to its end),
/// when its records hold 32 MiB (memory is bounded), or with 2 000 unnamed ones (until the store
/// has learnt a name, each result with it is decoded twice). Pure.
struct FlushRule {
  std::size_t most_records = 16'000;
  std::size_t most_bytes = std::size_t{32} << 20U;
  std::size_t most_unnamed = 2'000;
  Millis most_age{1'000};
  std::size_t quiet_records = 1'000;
  Millis most_quiet{20};

  [[nodiscard]] bool due(BatchSize size, BatchTimes times, SteadyTime now) const {
    if (size.records == 0) return false;
    return size.records >= most_records || size.bytes >= most_bytes ||
           size.unnamed >= most_unnamed || now >= end(size.records, times);
  }

  /// How many records may still be polled without passing most_records.
  [[nodiscard]] std::size_t room(std::size_t records) const {
    return records >= most_records ? 0 : most_records - records;
  }

  /// How long a poll may wait: until the batch is due, at most `longest`.
  [[nodiscard]] Millis wait(std::size_t records, BatchTimes times, SteadyTime now,
                            Millis longest) const {
    if (records == 0) return longest;
    const auto left = std::chrono::ceil<Millis>(end(records, times) - now);
    return std::clamp(left, Millis(0), longest);
  }

 private:
  /// When a batch that grows no more is due.
  [[nodiscard]] SteadyTime end(std::size_t records, BatchTimes times) const {
    const SteadyTime aged = times.opened + most_age;
    return records < quiet_records ? aged : std::min(aged, times.grown + most_quiet);
  }
};

}  // namespace vedette::writer
