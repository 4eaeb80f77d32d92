#pragma once

#include <optional>

#include "base/clock.hpp"
#include "operator/kube/object.hpp"
#include "operator/reconcile/output_view.hpp"
#include "operator/reconcile/plan/file_plan.hpp"
#include "operator/render/target_file.hpp"

namespace vedette::op {

/// One target file with its ConfigMap and Secret: what they are meant to hold, and what the cluster
/// shows of them. What is meant is read back from the cluster once, and from then on is what we
/// wrote last: what a hand edits is a difference between the two. Not thread-safe.
class OwnedFile {
 public:
  explicit OwnedFile(FileIdentity identity) : identity_(std::move(identity)) {}

  [[nodiscard]] const FileIdentity& identity() const { return identity_; }

  /// Takes what the cluster has as what is meant: at the start, and after a conflict, when another
  /// writer may have gone on from there. What is not there (null) or cannot be read leaves what was
  /// meant before.
  void adopt(const Object* config_map, const Object* secret);

  /// What the caches show, null for nothing. True when somebody else made it something else than
  /// what is meant.
  [[nodiscard]] bool shown_config_map(const ObjectPtr& object);
  [[nodiscard]] bool shown_secret(const ObjectPtr& object);

  /// What a plan starts from. The epoch is the highest that was seen, a hand's included.
  [[nodiscard]] PreviousOutput previous() const { return {meant_, meant_secrets_}; }

  /// What to write of a plan made from previous(): nothing when the ConfigMap is right as it is,
  /// else the plan's file or, when it is only damaged, the same lines under a higher epoch.
  [[nodiscard]] std::optional<TargetFile> file_to_write(const FilePlan& plan, SystemTime now) const;
  [[nodiscard]] bool must_write_secret(const Contents& wanted) const;

  /// A write came through; `answer` is the object as it stands since.
  void wrote_secret(const Object& answer, Contents meant);
  void wrote_config_map(const Object& answer, TargetFile meant, const Contents& contents);

  [[nodiscard]] const OutputView& config_map() const { return config_map_; }
  [[nodiscard]] const OutputView& secret() const { return secret_; }
  /// Nothing until it was written or read once.
  [[nodiscard]] const std::optional<TargetFile>& meant() const { return meant_; }

 private:
  void compare();

  FileIdentity identity_;
  OutputView config_map_{OutputKind::ConfigMap};
  OutputView secret_{OutputKind::Secret};
  std::optional<TargetFile> meant_;
  Contents meant_secrets_;
  bool damaged_ = false;  ///< the cluster's ConfigMap is not what is meant
};

}  // namespace vedette::op
