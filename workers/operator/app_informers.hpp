#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "operator/config.hpp"
#include "operator/kube/informer.hpp"
#include "operator/reconcile/change.hpp"
#include "operator/reconcile/merged_reader.hpp"
#include "operator/reconcile/reconciler.hpp"

namespace vedette::op {

/// Everything that the operator watches: Targets, what they may refer to (by the label, and not at
/// all with --secrets=false) and its own output; each on a thread of its own, in each namespace
/// that is watched. Thread-safe but for start() and stop().
class AppInformers {
 public:
  using OnChange = std::function<void(Watched kind, const ObjectKey& key)>;

  /// `on_change` and `on_synced` are called on the informers' threads, from start() to stop(), and
  /// must not block. `client` and `clock` must outlive it.
  AppInformers(const RunConfig& config, ApiClient& client, const Clock& clock, OnChange on_change,
               std::function<void()> on_synced);

  void start();
  void stop();

  [[nodiscard]] Caches caches() const;

  /// When one of the watches broke last.
  [[nodiscard]] std::optional<SteadyTime> last_break() const;
  /// True once the API server has answered to any of them.
  [[nodiscard]] bool reached() const;
  /// Why the API server cannot be followed now; nothing while all is well.
  [[nodiscard]] std::optional<std::string> trouble() const;
  /// How each stands.
  [[nodiscard]] std::vector<std::pair<Watched, InformerStats>> stats() const;

 private:
  void add(Watched kind, InformerOptions options);

  ApiClient& client_;
  const Clock& clock_;
  OnChange on_change_;
  std::function<void()> on_synced_;
  std::vector<std::pair<Watched, std::unique_ptr<Informer>>> informers_;
  std::map<Watched, MergedReader> readers_;
};

}  // namespace vedette::op
