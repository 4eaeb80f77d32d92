#include "operator/app_informers.hpp"

#include <algorithm>
#include <utility>

#include "operator/api/names.hpp"

namespace vedette::op {

AppInformers::AppInformers(const RunConfig& config, ApiClient& client, const Clock& clock,
                           OnChange on_change, std::function<void()> on_synced)
    : client_(client),
      clock_(clock),
      on_change_(std::move(on_change)),
      on_synced_(std::move(on_synced)) {
  const std::string use = std::string(kUseLabel) + "=true";
  const std::string output(kOutputLabel);
  std::vector<std::string> namespaces = config.watch_namespaces;
  if (namespaces.empty()) namespaces.emplace_back();  // all
  for (const std::string& ns : namespaces) {
    add(Watched::Target, {targets_resource(), ns, {}, "watch-targets"});
    if (!config.secrets) continue;
    add(Watched::UserSecret, {secrets_resource(), ns, use, "watch-secrets"});
    add(Watched::UserConfigMap, {config_maps_resource(), ns, use, "watch-configs"});
  }
  add(Watched::OutputConfigMap, {config_maps_resource(), config.api.ns, output, "watch-output"});
  if (config.secrets) {
    add(Watched::OutputSecret, {secrets_resource(), config.api.ns, output, "watch-output-s"});
  }
  for (const Watched kind : kWatched) {
    std::vector<const ObjectReader*> readers;
    for (const auto& [watched, informer] : informers_) {
      if (watched == kind) readers.push_back(informer.get());
    }
    readers_.emplace(kind, std::move(readers));
  }
}

void AppInformers::add(Watched kind, InformerOptions options) {
  informers_.emplace_back(
      kind, std::make_unique<Informer>(
                std::move(options), client_, clock_,
                [this, kind](const ObjectKey& key) { on_change_(kind, key); }, on_synced_));
}

void AppInformers::start() {
  for (const auto& [kind, informer] : informers_) informer->start();
}

void AppInformers::stop() {
  for (const auto& [kind, informer] : informers_) informer->stop();
}

Caches AppInformers::caches() const {
  return {readers_.at(Watched::Target), readers_.at(Watched::UserSecret),
          readers_.at(Watched::UserConfigMap), readers_.at(Watched::OutputConfigMap),
          readers_.at(Watched::OutputSecret)};
}

std::optional<SteadyTime> AppInformers::last_break() const {
  std::optional<SteadyTime> last;
  for (const auto& [kind, informer] : informers_)
    last = std::max(last, informer->stats().last_break);
  return last;
}

bool AppInformers::reached() const {
  return std::ranges::any_of(informers_,
                             [](const auto& entry) { return entry.second->stats().lists > 0; });
}

std::optional<std::string> AppInformers::trouble() const {
  for (const auto& [kind, informer] : informers_) {
    InformerStats stats = informer->stats();
    if (!stats.last_error.empty()) return std::move(stats.last_error);
  }
  return std::nullopt;
}

std::vector<std::pair<Watched, InformerStats>> AppInformers::stats() const {
  std::vector<std::pair<Watched, InformerStats>> stats;
  stats.reserve(informers_.size());
  for (const auto& [kind, informer] : informers_) stats.emplace_back(kind, informer->stats());
  return stats;
}

}  // namespace vedette::op
