#include "fake_database.hpp"

#include <algorithm>

namespace vedette::writer::test {
namespace {

template <typename Map, typename Key>
std::int32_t number(Map& map, const Key& key) {
  return map.try_emplace(key, static_cast<std::int32_t>(map.size()) + 1).first->second;
}

FakeDatabase::Key key_of(const Fact& fact) {
  return {fact.target_id, fact.location_id, fact.scheduled_at};
}

}  // namespace

StoreResult<IdsByName> FakeDatabase::find_or_add(NameTable table,
                                                 const std::vector<std::string>& names) {
  ++lookups;
  IdsByName ids;
  for (const std::string& name : names) {
    ids[name] = number(names_, std::pair(static_cast<int>(table), name));
  }
  return ids;
}

StoreResult<IdsByTarget> FakeDatabase::find_or_add(const std::vector<TargetRecord>& targets) {
  ++lookups;
  if (std::ranges::any_of(targets, refuses_target)) {
    return tl::unexpected(StoreFailure{FailureClass::BadRow, "22021", "bad text"});
  }
  IdsByTarget ids;
  for (const TargetRecord& target : targets) ids[target.id] = number(targets_, target.id);
  targets_written.insert(targets_written.end(), targets.begin(), targets.end());
  return ids;
}

StoreResult<IdsByName> FakeDatabase::find_or_add(
    const std::vector<CertificateRecord>& certificates) {
  ++lookups;
  IdsByName ids;
  for (const CertificateRecord& certificate : certificates) {
    ids[certificate.key] = number(certificates_, certificate.key);
  }
  return ids;
}

StoreResult<void> FakeDatabase::make_partitions(const std::set<Day>& days) {
  partitions.insert(days.begin(), days.end());
  return {};
}

StoreResult<void> FakeDatabase::check(std::span<const Fact> facts) {
  if (!failures.empty()) {
    const StoreFailure failure = failures.front();
    failures.pop_front();
    on_failure();
    return tl::unexpected(failure);
  }
  for (const Fact& fact : facts) {
    if (!partitions.contains(std::chrono::floor<std::chrono::days>(fact.scheduled_at))) {
      return tl::unexpected(StoreFailure{FailureClass::NoPartition, "23514", "no partition"});
    }
    if (refuses(fact)) {
      return tl::unexpected(StoreFailure{FailureClass::BadRow, "22003", "out of range"});
    }
  }
  return {};
}

StoreResult<void> FakeDatabase::copy(std::span<const Fact> facts) {
  ++copies;
  if (auto ok = check(facts); !ok) return ok;
  for (const Fact& fact : facts) {
    if (rows.contains(key_of(fact))) {
      return tl::unexpected(StoreFailure{FailureClass::Duplicate, "23505", "duplicate key"});
    }
  }
  for (const Fact& fact : facts) rows[key_of(fact)] = fact.epoch;
  return {};
}

StoreResult<std::size_t> FakeDatabase::merge(std::span<const Fact> facts) {
  ++merges;
  if (auto ok = check(facts); !ok) return tl::unexpected(ok.error());
  std::size_t stored = 0;
  for (const Fact& fact : facts) stored += rows.try_emplace(key_of(fact), fact.epoch).second;
  return stored;
}

}  // namespace vedette::writer::test
