#pragma once

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "operator/api/names.hpp"
#include "operator/kube/object_reader.hpp"
#include "operator/metrics.hpp"
#include "operator/reconcile/file_work.hpp"
#include "operator/reconcile/inbox.hpp"
#include "operator/reconcile/judge.hpp"
#include "operator/reconcile/leadership.hpp"
#include "operator/reconcile/output_writer.hpp"
#include "operator/reconcile/poke/poker.hpp"
#include "operator/reconcile/policies/cluster_contents.hpp"
#include "operator/reconcile/status/status_writer.hpp"
#include "runtime/health.hpp"

namespace vedette::op {

/// What the informers know. They outlive whoever holds this.
struct Caches {
  const ObjectReader& targets;
  const ObjectReader& secrets;      ///< the users', with the label
  const ObjectReader& config_maps;  ///< likewise
  const ObjectReader& output_config_maps;
  const ObjectReader& output_secrets;
};

struct ReconcilerOptions {
  std::string ns;  ///< of the output
  PolicyConfig policy;
  int files = kFiles;
  Millis resync{300'000};  ///< how often everything is looked at, whatever informers said
};

/// Makes target files out of Targets: takes what changed, has it judged, plans the files that it
/// touches and writes them. A file that cannot be written waits, with back-off, and holds up no
/// other. All but changed() and wake() belongs to the one thread that calls run() ("reconcile").
class Reconciler {
 public:
  /// What is passed by reference must outlive it.
  Reconciler(ReconcilerOptions options, const Caches& caches, ObjectWriter& api,
             const IsLeader& is_leader, StatusWriter& statuses, Poker& poker, const Clock& clock,
             runtime::Health& health, Metrics& metrics);

  /// Something was added, changed or deleted. Thread-safe; never waits.
  void changed(Watched kind, const ObjectKey& key) { inbox_.add({kind, key}); }

  /// Looks at once whether there is something to do: leadership may have come. Thread-safe.
  void wake() { inbox_.wake(); }

  /// Works until `stop`; a call to the API server in progress is waited for.
  void run(const std::stop_token& stop);

  /// One look. Nothing is written before every cache is complete, nor by a replica that does not
  /// lead; what changed meanwhile is found when that begins.
  void round(const Changes& changes, const std::stop_token& stop);

 private:
  [[nodiscard]] bool may_work();
  [[nodiscard]] SteadyTime next_look() const;

  void begin();
  void resync();
  void apply(const Change& change, SteadyTime seen);
  void target_changed(const ObjectKey& key, SteadyTime seen);
  void look_at_config_map(FileWork& work, SteadyTime seen);
  void look_at_secret(FileWork& work, SteadyTime seen);
  void repair(FileWork& work, const std::string& object, SteadyTime seen);

  void judge(const ObjectPtr& target, SteadyTime seen);
  void judge_all(SteadyTime seen);
  void judge_all_of(FileWork& work, SteadyTime seen);
  void plan_lines(FileWork& work, SteadyTime seen);
  [[nodiscard]] FileWork& work_of(const model::TargetId& target);

  void write_due(const std::stop_token& stop);
  [[nodiscard]] bool write(FileWork& work);
  [[nodiscard]] FileWrite write_once(FileWork& work, SteadyTime since);
  [[nodiscard]] DecidedTargets decided(const FileWork& work) const;

  void show_targets();
  void show_oldest_change();

  ReconcilerOptions options_;
  Caches caches_;
  IsLeader is_leader_;
  StatusWriter& statuses_;
  Poker& poker_;
  const Clock& clock_;
  runtime::Health& health_;
  Metrics& metrics_;
  ClusterContents contents_;
  Judge judge_;
  OutputWriter writer_;
  Inbox inbox_;
  std::vector<FileWork> files_;  ///< empty until it may write
  SteadyTime resync_at_;
  std::unique_ptr<runtime::Health::Beat> beat_;  ///< while it runs
};

}  // namespace vedette::op
