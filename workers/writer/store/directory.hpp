#pragma once

#include <span>

#include "writer/consume/known_names.hpp"
#include "writer/metrics.hpp"
#include "writer/store/database.hpp"

namespace vedette::writer {

/// Learns the numbers of results' names from the database, a query per table that has unknown ones.
/// Not thread-safe.
class Directory {
 public:
  /// What is passed by reference must outlive it.
  Directory(Database& database, KnownNames& known, Metrics& metrics);

  /// Makes every name in `results`, and the descriptions of their targets, known until the next
  /// call. On failure nothing half-known is kept.
  [[nodiscard]] StoreResult<void> learn(std::span<const model::ProbeResult> results);

 private:
  [[nodiscard]] StoreResult<void> learn_targets(std::span<const model::ProbeResult> results);
  [[nodiscard]] StoreResult<void> learn_certificates(std::span<const model::ProbeResult> results);
  template <typename NameOf>
  [[nodiscard]] StoreResult<void> learn_names(NameTable table,
                                              std::span<const model::ProbeResult> results,
                                              NameOf name_of);

  Database& database_;
  KnownNames& known_;
  Metrics& metrics_;
};

}  // namespace vedette::writer
