#pragma once

#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include <prometheus/registry.h>

#include "operator/metrics.hpp"
#include "operator/reconcile/poke/poker.hpp"
#include "operator/reconcile/reconciler.hpp"
#include "operator/reconcile/status/status_writer.hpp"
#include "operator/render/target_file.hpp"
#include "runtime/health.hpp"
#include "support/operator/fake_api.hpp"
#include "support/operator/invented_clock.hpp"

namespace vedette::op::test {

/// A reconciler in the namespace "vedette" between an API server in memory and caches that are as
/// old as the last look(). Targets live in "shop".
struct ReconcileBed {
  explicit ReconcileBed(int file_count = 4) : files(file_count) { start(); }

  /// What a restart of the process does: everything is forgotten but the cluster.
  void start();

  /// Brings the caches up to date, lets the reconciler look once, and writes all statuses.
  void look();
  /// Looks until nothing comes back from the API server.
  void settle();
  /// The reconciler looks without news: what is due is tried.
  void tick() { reconciler->round({}, {}); }

  void put_target(const std::string& name, boost::json::object spec);
  void put_target(const std::string& name) {
    put_target(name, {{"url", "https://" + name + ".example/"}});
  }
  void remove_target(const std::string& name);
  /// A Secret of "shop" with the label, or without.
  void put_secret(const std::string& name, const std::string& key, const std::string& content,
                  bool labelled = true);
  /// A Target that sends the Secret's key as header.
  [[nodiscard]] static boost::json::object spec_with_secret(const std::string& secret,
                                                            const std::string& key);

  [[nodiscard]] int file_of(const std::string& target) const;
  /// What the ConfigMap says; fails the test when it cannot be read.
  [[nodiscard]] TargetFile file(int index) const;
  /// The line of a target; empty when it has none.
  [[nodiscard]] std::string line(const std::string& target) const;
  [[nodiscard]] Contents secrets(int index) const;
  /// "True/Accepted", as `kubectl get` would say; empty when there is none.
  [[nodiscard]] std::string condition(const std::string& target, const std::string& type) const;
  [[nodiscard]] std::string message(const std::string& target, const std::string& type) const;
  /// Names of ConfigMaps and Secrets that were written since the last call, in their order.
  [[nodiscard]] std::vector<std::string> written();
  /// "Warning Invalid" and the like, since the last call.
  [[nodiscard]] std::vector<std::string> happened() { return std::exchange(events, {}); }

  int files;
  bool leads = true;
  bool with_secrets = true;
  std::vector<std::string> events;

  InventedClock clock;
  FakeApi api;
  prometheus::Registry registry;
  Metrics metrics{registry, files};
  runtime::Health health{clock};
  std::unique_ptr<FakeCache> targets;
  std::unique_ptr<FakeCache> user_secrets;
  std::unique_ptr<FakeCache> user_config_maps;
  std::unique_ptr<FakeCache> output_config_maps;
  std::unique_ptr<FakeCache> output_secrets;
  std::unique_ptr<StatusWriter> statuses;
  std::unique_ptr<Poker> poker;
  std::unique_ptr<Reconciler> reconciler;

 private:
  [[nodiscard]] const boost::json::object* find_condition(const ObjectPtr& target,
                                                          const std::string& type) const;
  [[nodiscard]] Changes refresh() const;
  void write_statuses() const;
};

}  // namespace vedette::op::test
