#include "writer/store/directory.hpp"

#include <functional>
#include <set>
#include <utility>

#include "writer/store/labels_json.hpp"

namespace vedette::writer {
namespace {

std::uint64_t combine(std::uint64_t seed, std::uint64_t value) {
  // Boost's hash_combine, 64-bit constants.
  return seed ^ (value + 0x9E3779B97F4A7C15U + (seed << 12U) + (seed >> 4U));
}

std::uint64_t description_of(const model::ResultTarget& target) {
  const std::hash<std::string_view> text;
  std::uint64_t seed = text(target.url);
  seed = combine(seed, static_cast<std::uint64_t>(target.generation.value_or(-1)));
  for (const auto& [name, value] : target.labels) {
    seed = combine(combine(seed, text(name)), text(value));
  }
  return seed;
}

TargetRecord record_of(const model::ProbeResult& result) {
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

bool has_certificate(const model::ProbeResult& result) {
  return result.facts.tls && !result.facts.tls->sha256.empty();
}

/// A result may leave out who made it.
std::string_view prober_name(const model::ProbeResult& result) {
  return result.prober.empty() ? std::string_view("unknown") : std::string_view(result.prober);
}

}  // namespace

void certificate_key(const model::TlsFacts& tls, std::string& key) {
  key.assign(tls.sha256);
  key += '\n';
  if (tls.earliest_not_after) {
    key += std::to_string(tls.earliest_not_after->time_since_epoch().count());
  }
  key += '\n';
  key += tls.version;
  key += '\n';
  key += tls.cipher;
  key += '\n';
  if (tls.verify_error) {
    key += '!';
    key += *tls.verify_error;
  }
}

Directory::Directory(Database& database, Metrics& metrics, Capacities capacities)
    : database_(database),
      metrics_(metrics),
      capacities_(capacities),
      locations_(capacities.names),
      probers_(capacities.names),
      addresses_(capacities.names),
      certificates_(capacities.names) {}

template <typename NameOf>
StoreResult<void> Directory::learn_names(NameTable table, IdCache& cache, std::span<const Row> rows,
                                         NameOf name_of) {
  if (cache.make_room()) metrics_.cache_clears.Increment();
  std::set<std::string_view> unknown;
  for (const Row& row : rows) {
    const std::string_view name = name_of(row.result);
    if (!name.empty() && !cache.find(name)) unknown.insert(name);
  }
  if (unknown.empty()) return {};
  auto found = database_.find_or_add(table, {unknown.begin(), unknown.end()});
  if (!found) return tl::unexpected(found.error());
  for (auto& [name, id] : *found) cache.add(name, id);
  return {};
}

StoreResult<void> Directory::learn_targets(std::span<const Row> rows) {
  if (targets_.size() >= capacities_.targets) {
    targets_.clear();
    metrics_.cache_clears.Increment();
  }
  // Of several descriptions in one batch the last speaks of the latest moment.
  std::unordered_map<model::TargetId, const model::ProbeResult*> unknown;
  for (const Row& row : rows) {
    if (!is_described(row.result.target)) unknown[row.result.target.id] = &row.result;
  }
  if (unknown.empty()) return {};
  std::vector<TargetRecord> records;
  records.reserve(unknown.size());
  for (const auto& [id, result] : unknown) records.push_back(record_of(*result));
  const auto found = database_.find_or_add(records);
  if (!found) return tl::unexpected(found.error());
  for (const auto& [id, number] : *found) {
    targets_[id] = {number, description_of(unknown.at(id)->target)};
  }
  return {};
}

StoreResult<void> Directory::learn_certificates(std::span<const Row> rows) {
  if (certificates_.make_room()) metrics_.cache_clears.Increment();
  std::vector<CertificateRecord> records;
  std::set<std::string> unknown;
  for (const Row& row : rows) {
    if (!has_certificate(row.result)) continue;
    certificate_key(*row.result.facts.tls, key_);
    if (certificates_.find(key_) || !unknown.insert(key_).second) continue;
    records.push_back({key_, *row.result.facts.tls});
  }
  if (records.empty()) return {};
  const auto found = database_.find_or_add(records);
  if (!found) return tl::unexpected(found.error());
  for (const auto& [key, id] : *found) certificates_.add(key, id);
  return {};
}

StoreResult<void> Directory::learn(std::span<const Row> rows) {
  using model::ProbeResult;
  if (auto ok = learn_targets(rows); !ok) return ok;
  if (auto ok = learn_names(NameTable::Location, locations_, rows,
                            [](const ProbeResult& r) -> std::string_view { return r.location; });
      !ok) {
    return ok;
  }
  if (auto ok = learn_names(NameTable::Prober, probers_, rows,
                            [](const ProbeResult& r) { return prober_name(r); });
      !ok) {
    return ok;
  }
  if (auto ok =
          learn_names(NameTable::Address, addresses_, rows,
                      [](const ProbeResult& r) -> std::string_view { return r.facts.address; });
      !ok) {
    return ok;
  }
  return learn_certificates(rows);
}

bool Directory::is_described(const model::ResultTarget& target) const {
  const auto found = targets_.find(target.id);
  return found != targets_.end() && found->second.description == description_of(target);
}

std::optional<RowIds> Directory::find(const model::ProbeResult& result) {
  const auto target = targets_.find(result.target.id);
  if (target == targets_.end()) return std::nullopt;
  const auto location = locations_.find(result.location);
  const auto prober = probers_.find(prober_name(result));
  if (!location || !prober) return std::nullopt;
  RowIds ids{.target = target->second.id,
             .location = static_cast<std::int16_t>(*location),
             .prober = *prober,
             .address = std::nullopt,
             .certificate = std::nullopt};
  if (!result.facts.address.empty()) {
    ids.address = addresses_.find(result.facts.address);
    if (!ids.address) return std::nullopt;
  }
  if (has_certificate(result)) {
    certificate_key(*result.facts.tls, key_);
    ids.certificate = certificates_.find(key_);
    if (!ids.certificate) return std::nullopt;
  }
  return ids;
}

}  // namespace vedette::writer
