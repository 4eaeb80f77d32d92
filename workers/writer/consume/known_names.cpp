#include "writer/consume/known_names.hpp"

#include <functional>
#include <utility>

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

bool has_certificate(const model::ProbeResult& result) {
  return result.facts.tls && !result.facts.tls->sha256.empty();
}

std::string_view prober_name(const model::ProbeResult& result) {
  return result.prober.empty() ? std::string_view("unknown") : std::string_view(result.prober);
}

KnownNames::KnownNames(Capacities capacities)
    : most_targets_(capacities.targets),
      names_{IdCache(capacities.names), IdCache(capacities.names), IdCache(capacities.names)},
      certificates_(capacities.names) {}

std::optional<RowIds> KnownNames::find(const model::ProbeResult& result) const {
  const std::lock_guard lock(mutex_);
  const auto target = targets_.find(result.target.id);
  if (target == targets_.end()) return std::nullopt;
  return numbers(target->second, result);
}

std::optional<RowIds> KnownNames::find_described(const model::ProbeResult& result) const {
  const std::lock_guard lock(mutex_);
  const KnownTarget* target = described(result.target);
  if (target == nullptr) return std::nullopt;
  return numbers(*target, result);
}

bool KnownNames::is_described(const model::ResultTarget& target) const {
  const std::lock_guard lock(mutex_);
  return described(target) != nullptr;
}

bool KnownNames::knows(NameTable table, std::string_view name) const {
  const std::lock_guard lock(mutex_);
  return number(table, name).has_value();
}

bool KnownNames::knows_certificate(std::string_view key) const {
  const std::lock_guard lock(mutex_);
  return certificates_.find(key).has_value();
}

void KnownNames::add(const model::ResultTarget& target, std::int32_t id) {
  const std::lock_guard lock(mutex_);
  targets_[target.id] = {id, description_of(target)};
}

void KnownNames::add(NameTable table, std::string name, std::int32_t id) {
  const std::lock_guard lock(mutex_);
  names_.at(static_cast<std::size_t>(table)).add(std::move(name), id);
}

void KnownNames::add_certificate(std::string key, std::int32_t id) {
  const std::lock_guard lock(mutex_);
  certificates_.add(std::move(key), id);
}

std::size_t KnownNames::make_room() {
  const std::lock_guard lock(mutex_);
  std::size_t emptied = 0;
  if (targets_.size() >= most_targets_) {
    targets_.clear();
    ++emptied;
  }
  for (IdCache& names : names_) emptied += names.make_room() ? 1 : 0;
  emptied += certificates_.make_room() ? 1 : 0;
  return emptied;
}

const KnownNames::KnownTarget* KnownNames::described(const model::ResultTarget& target) const {
  const auto found = targets_.find(target.id);
  if (found == targets_.end() || found->second.description != description_of(target)) {
    return nullptr;
  }
  return &found->second;
}

std::optional<std::int32_t> KnownNames::number(NameTable table, std::string_view name) const {
  return names_.at(static_cast<std::size_t>(table)).find(name);
}

std::optional<RowIds> KnownNames::numbers(const KnownTarget& target,
                                          const model::ProbeResult& result) const {
  const auto location = number(NameTable::Location, result.location);
  const auto prober = number(NameTable::Prober, prober_name(result));
  if (!location || !prober) return std::nullopt;
  RowIds ids{.target = target.id,
             .location = static_cast<std::int16_t>(*location),
             .prober = *prober,
             .address = std::nullopt,
             .certificate = std::nullopt};
  if (!result.facts.address.empty()) {
    ids.address = number(NameTable::Address, result.facts.address);
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
