#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/target_id.hpp"
#include "writer/consume/fact.hpp"
#include "writer/consume/known_names.hpp"
#include "writer/consume/time_window.hpp"
#include "writer/store/failure.hpp"

namespace vedette::writer {

/// What the table target holds of a target, from a result or a target file.
struct TargetRecord {
  model::TargetId id;
  std::string source;
  std::string ns;
  std::string name;
  std::string url;
  std::optional<std::int64_t> generation;
  std::string labels;       ///< a JSON object of strings
  SystemTime described_at;  ///< of which moment this speaks: the later description wins
};

/// A row of the table certificate; equal keys are one row.
struct CertificateRecord {
  std::string key;  ///< what identifies it, see certificate_key()
  model::TlsFacts tls;
};

using IdsByName = std::unordered_map<std::string, std::int32_t>;
using IdsByTarget = std::unordered_map<model::TargetId, std::int32_t>;

/// What the store needs of PostgreSQL. An interface so that its rules can be tested against a
/// database that fails on purpose. Used by one thread.
class Database {
 public:
  virtual ~Database() = default;

  /// Connects when not connected, and checks that the schema is as new as this program. Busy, with
  /// a sentence, when it is older.
  [[nodiscard]] virtual StoreResult<void> prepare() = 0;

  /// Numbers of all `names`; the unknown ones are added, and committed, first.
  [[nodiscard]] virtual StoreResult<IdsByName> find_or_add(
      NameTable table, const std::vector<std::string>& names) = 0;
  /// The same for targets; known ones are brought up to date where `targets` speak of a later
  /// moment and no earlier generation.
  [[nodiscard]] virtual StoreResult<IdsByTarget> find_or_add(
      const std::vector<TargetRecord>& targets) = 0;
  /// The same for certificates, by key.
  [[nodiscard]] virtual StoreResult<IdsByName> find_or_add(
      const std::vector<CertificateRecord>& certificates) = 0;

  /// Makes the partitions of these days that do not exist.
  [[nodiscard]] virtual StoreResult<void> make_partitions(const std::set<Day>& days) = 0;

  /// The fast path: COPY and commit, all or nothing.
  [[nodiscard]] virtual StoreResult<void> copy(std::span<const Fact> facts) = 0;
  /// The slow path: adds the rows that are not there yet; returns how many those were.
  [[nodiscard]] virtual StoreResult<std::size_t> merge(std::span<const Fact> facts) = 0;
};

}  // namespace vedette::writer
