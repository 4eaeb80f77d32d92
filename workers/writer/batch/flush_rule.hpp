#pragma once

#include <cstddef>

#include "base/clock.hpp"

namespace vedette::writer {

/// When a batch is closed: at 20 000 rows (the server's cost per row no longer falls), after a
/// second (rows are seen soon), or when its records hold 32 MiB (memory is bounded). Pure.
struct FlushRule {
  std::size_t most_records = 20'000;
  std::size_t most_bytes = std::size_t{32} << 20U;
  Millis most_age{1'000};

  [[nodiscard]] bool due(std::size_t records, std::size_t bytes, SteadyTime opened,
                         SteadyTime now) const {
    if (records == 0) return false;
    return records >= most_records || bytes >= most_bytes || now - opened >= most_age;
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
