#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include <boost/unordered/unordered_flat_map.hpp>

#include "writer/consume/fact.hpp"
#include "writer/consume/id_cache.hpp"

namespace vedette::writer {

/// Lookup tables of one name per number.
enum class NameTable { Location, Prober, Address };

/// The numbers of the names met before: the threads that store learn them from the database, the
/// thread "consume" looks them up. Bounded: what is full is emptied. Thread-safe.
class KnownNames {
 public:
  struct Capacities {
    std::size_t targets = 200'000;
    std::size_t names = 100'000;  ///< of each table
  };

  KnownNames() : KnownNames(Capacities{}) {}
  explicit KnownNames(Capacities capacities);

  /// The numbers of a result's names; nothing when one is unknown.
  [[nodiscard]] std::optional<RowIds> find(const model::ProbeResult& result) const;
  /// The same, and nothing when the table target holds something else of the result's target.
  [[nodiscard]] std::optional<RowIds> find_described(const model::ProbeResult& result) const;

  [[nodiscard]] bool is_described(const model::ResultTarget& target) const;
  [[nodiscard]] bool knows(NameTable table, std::string_view name) const;
  [[nodiscard]] bool knows_certificate(std::string_view key) const;

  /// The table target holds of it what `target` says.
  void add(const model::ResultTarget& target, std::int32_t id);
  void add(NameTable table, std::string name, std::int32_t id);
  void add_certificate(std::string key, std::int32_t id);

  /// Empties what is full; returns how many tables that were. Wants the turn of take_turn().
  std::size_t make_room();

  /// For who learns: until the lock goes, nobody else learns the same names or empties what is
  /// full.
  [[nodiscard]] std::unique_lock<std::mutex> take_turn() { return std::unique_lock(turn_); }

 private:
  struct KnownTarget {
    std::int32_t id = 0;
    std::uint64_t description = 0;  ///< hash of what the table target holds of it
  };

  [[nodiscard]] const KnownTarget* described(const model::ResultTarget& target) const;
  [[nodiscard]] std::optional<RowIds> numbers(const KnownTarget& target,
                                              const model::ProbeResult& result) const;
  [[nodiscard]] std::optional<std::int32_t> number(NameTable table, std::string_view name) const;

  std::mutex turn_;  // before mutex_
  const std::size_t most_targets_;
  mutable std::mutex mutex_;
  boost::unordered_flat_map<model::TargetId, KnownTarget, std::hash<model::TargetId>>
      targets_;                   // guarded by mutex_
  std::array<IdCache, 3> names_;  // guarded by mutex_; by NameTable
  IdCache certificates_;          // guarded by mutex_
  mutable std::string key_;       // guarded by mutex_; reused by certificate_key
};

/// What identifies a certificate as seen: fingerprint, earliest end, session, verification.
/// Replaces the content of `key`.
void certificate_key(const model::TlsFacts& tls, std::string& key);

[[nodiscard]] bool has_certificate(const model::ProbeResult& result);

/// A result may leave out who made it.
[[nodiscard]] std::string_view prober_name(const model::ProbeResult& result);

}  // namespace vedette::writer
