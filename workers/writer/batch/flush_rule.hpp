#pragma once

#include <cstddef>

#include "base/clock.hpp"

namespace vedette::writer {

/// What is in a batch so far.
struct BatchSize {
  std::size_t records = 0;
  std::size_t bytes = 0;    ///< of keys and values
  std::size_t unnamed = 0;  ///< records of results with a name that is not known yet
};

/// When a batch is closed: at 16 000 rows (the server's cost per row hardly falls any more, and
/// three batches, some 2 kB a row, are in memory), after a second (rows are seen soon), when its
/// records hold 32 MiB (memory is bounded), or with 2 000 unnamed ones (until the store has learnt
/// a name, each result with it is decoded twice). Pure.
struct FlushRule {
  std::size_t most_records = 16'000;
  std::size_t most_bytes = std::size_t{32} << 20U;
  std::size_t most_unnamed = 2'000;
  Millis most_age{1'000};

  [[nodiscard]] bool due(BatchSize size, SteadyTime opened, SteadyTime now) const {
    if (size.records == 0) return false;
    return size.records >= most_records || size.bytes >= most_bytes ||
           size.unnamed >= most_unnamed || now - opened >= most_age;
  }

  /// How many records may still be polled without passing most_records.
  [[nodiscard]] std::size_t room(std::size_t records) const {
    return records >= most_records ? 0 : most_records - records;
  }

  /// How long a poll may wait: until the batch is due, at most `longest`.
  [[nodiscard]] Millis wait(std::size_t records, SteadyTime opened, SteadyTime now,
                            Millis longest) const {
    if (records == 0) return longest;
    const auto left = std::chrono::ceil<Millis>(opened + most_age - now);
    return left < Millis(0) ? Millis(0) : (left < longest ? left : longest);
  }
};

}  // namespace vedette::writer
