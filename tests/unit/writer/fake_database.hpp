#pragma once

#include <deque>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "writer/store/database.hpp"

namespace vedette::writer::test {

/// A database in memory that keeps rows by primary key and fails when told to. As the real one, a
/// COPY is all or nothing.
class FakeDatabase final : public Database {
 public:
  using Key = std::tuple<std::int32_t, std::int16_t, SystemTime>;

  /// Failures of the next calls of copy or merge, first to last, whatever the rows.
  std::deque<StoreFailure> failures;
  /// Refuses rows for which it returns true, as a bad value does (22003).
  std::function<bool(const Fact&)> refuses = [](const Fact&) { return false; };
  /// Refuses to number targets among which is one for which it returns true.
  std::function<bool(const TargetRecord&)> refuses_target = [](const TargetRecord&) {
    return false;
  };
  /// Called with each failure handed out: the moment to cancel a batch.
  std::function<void()> on_failure = [] {};

  std::map<Key, std::int64_t> rows;  ///< key → epoch
  std::set<Day> partitions;
  std::vector<TargetRecord> targets_written;
  int copies = 0;
  int merges = 0;
  int lookups = 0;

  [[nodiscard]] StoreResult<void> prepare() override { return {}; }
  [[nodiscard]] StoreResult<IdsByName> find_or_add(NameTable table,
                                                   const std::vector<std::string>& names) override;
  [[nodiscard]] StoreResult<IdsByTarget> find_or_add(
      const std::vector<TargetRecord>& targets) override;
  [[nodiscard]] StoreResult<IdsByName> find_or_add(
      const std::vector<CertificateRecord>& certificates) override;
  [[nodiscard]] StoreResult<void> make_partitions(const std::set<Day>& days) override;
  [[nodiscard]] StoreResult<void> copy(std::span<const Fact> facts) override;
  [[nodiscard]] StoreResult<std::size_t> merge(std::span<const Fact> facts) override;

 private:
  [[nodiscard]] StoreResult<void> check(std::span<const Fact> facts);

  std::map<std::pair<int, std::string>, std::int32_t> names_;
  std::map<model::TargetId, std::int32_t> targets_;
  std::map<std::string, std::int32_t> certificates_;
};

}  // namespace vedette::writer::test
