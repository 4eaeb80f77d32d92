#pragma once

#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "writer/consume/row.hpp"
#include "writer/metrics.hpp"
#include "writer/store/database.hpp"
#include "writer/store/id_cache.hpp"

namespace vedette::writer {

/// Finds the numbers of a batch's names: cached ones cost a look into a hash table, unknown ones a
/// query per table and batch. Not thread-safe.
class Directory {
 public:
  struct Capacities {
    std::size_t targets = 200'000;
    std::size_t names = 100'000;  ///< of each table
  };

  /// What is passed by reference must outlive it.
  Directory(Database& database, Metrics& metrics) : Directory(database, metrics, Capacities{}) {}
  Directory(Database& database, Metrics& metrics, Capacities capacities);

  /// Makes every name in `rows` known, until the next call. On failure nothing half-known is kept.
  [[nodiscard]] StoreResult<void> learn(std::span<const Row> rows);

  /// The numbers of a result's names; nothing when one is unknown: then learn().
  [[nodiscard]] std::optional<RowIds> find(const model::ProbeResult& result);

  /// Whether the table target holds what the result says of its target; else learn().
  [[nodiscard]] bool is_described(const model::ResultTarget& target) const;

 private:
  struct KnownTarget {
    std::int32_t id = 0;
    std::uint64_t description = 0;  ///< hash of what target holds of it
  };

  [[nodiscard]] StoreResult<void> learn_targets(std::span<const Row> rows);
  [[nodiscard]] StoreResult<void> learn_certificates(std::span<const Row> rows);
  template <typename NameOf>
  [[nodiscard]] StoreResult<void> learn_names(NameTable table, IdCache& cache,
                                              std::span<const Row> rows, NameOf name_of);

  Database& database_;
  Metrics& metrics_;
  Capacities capacities_;
  std::unordered_map<model::TargetId, KnownTarget> targets_;
  IdCache locations_;
  IdCache probers_;
  IdCache addresses_;
  IdCache certificates_;
  std::string key_;  // reused by certificate_key
};

/// What identifies a certificate as seen: fingerprint, earliest end, session, verification.
/// Replaces the content of `key`.
void certificate_key(const model::TlsFacts& tls, std::string& key);

}  // namespace vedette::writer
