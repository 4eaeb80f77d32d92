#include "writer/store/directory.hpp"

#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "writer/store/labels_json.hpp"

namespace vedette::writer {
namespace {

using model::ProbeResult;

TargetRecord record_of(const ProbeResult& result) {
  const model::ResultTarget& target = result.target;
  return {target.id,
          target.source,
          target.ns,
          target.name,
          target.url,
          target.generation,
          to_labels_json(target.labels),
          result.scheduled_at};
}

}  // namespace

Directory::Directory(Database& database, KnownNames& known, Metrics& metrics)
    : database_(database), known_(known), metrics_(metrics) {}

template <typename NameOf>
StoreResult<void> Directory::learn_names(NameTable table, std::span<const ProbeResult> results,
                                         NameOf name_of) {
  std::set<std::string_view> unknown;
  for (const ProbeResult& result : results) {
    const std::string_view name = name_of(result);
    if (!name.empty() && !known_.knows(table, name)) unknown.insert(name);
  }
  if (unknown.empty()) return {};
  const auto found = database_.find_or_add(table, {unknown.begin(), unknown.end()});
  if (!found) return tl::unexpected(found.error());
  for (const auto& [name, id] : *found) known_.add(table, name, id);
  return {};
}

StoreResult<void> Directory::learn_targets(std::span<const ProbeResult> results) {
  // Of several descriptions the last speaks of the latest moment.
  std::unordered_map<model::TargetId, const ProbeResult*> unknown;
  for (const ProbeResult& result : results) {
    if (!known_.is_described(result.target)) unknown[result.target.id] = &result;
  }
  if (unknown.empty()) return {};
  std::vector<TargetRecord> records;
  records.reserve(unknown.size());
  for (const auto& [id, result] : unknown) records.push_back(record_of(*result));
  const auto found = database_.find_or_add(records);
  if (!found) return tl::unexpected(found.error());
  for (const auto& [id, number] : *found) known_.add(unknown.at(id)->target, number);
  return {};
}

StoreResult<void> Directory::learn_certificates(std::span<const ProbeResult> results) {
  std::vector<CertificateRecord> records;
  std::set<std::string> unknown;
  std::string key;
  for (const ProbeResult& result : results) {
    if (!has_certificate(result)) continue;
    certificate_key(*result.facts.tls, key);
    if (known_.knows_certificate(key) || !unknown.insert(key).second) continue;
    records.push_back({key, *result.facts.tls});
  }
  if (records.empty()) return {};
  const auto found = database_.find_or_add(records);
  if (!found) return tl::unexpected(found.error());
  for (const auto& [found_key, id] : *found) known_.add_certificate(found_key, id);
  return {};
}

StoreResult<void> Directory::learn(std::span<const ProbeResult> results) {
  metrics_.cache_clears.Increment(static_cast<double>(known_.make_room()));
  const auto location = [](const ProbeResult& r) { return std::string_view(r.location); };
  const auto address = [](const ProbeResult& r) { return std::string_view(r.facts.address); };
  if (auto ok = learn_targets(results); !ok) return ok;
  if (auto ok = learn_names(NameTable::Location, results, location); !ok) return ok;
  if (auto ok = learn_names(NameTable::Prober, results, prober_name); !ok) return ok;
  if (auto ok = learn_names(NameTable::Address, results, address); !ok) return ok;
  return learn_certificates(results);
}

}  // namespace vedette::writer
