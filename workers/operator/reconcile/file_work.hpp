#pragma once

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "base/backoff.hpp"
#include "base/clock.hpp"
#include "model/target_id.hpp"
#include "operator/reconcile/owned_file.hpp"
#include "operator/reconcile/write_result.hpp"

namespace vedette::op {

/// A file and what has to be done about it: which of its targets are to be planned anew, since
/// when, and when it may be tried again after a failure. Reads no clock. Not thread-safe.
class FileWork {
 public:
  explicit FileWork(FileIdentity identity, unsigned seed)
      : file_(std::move(identity)), backoff_(Millis(500), Millis(30'000), seed) {}

  [[nodiscard]] OwnedFile& file() { return file_; }
  [[nodiscard]] const OwnedFile& file() const { return file_; }

  /// What the file says of a target now; null for nothing.
  [[nodiscard]] const std::string* line_of(const model::TargetId& target) const;

  /// A target of it was judged anew, or is gone; the change was seen at `seen`.
  void plan(const model::TargetId& target, SteadyTime seen);
  /// Its objects may not be what they are meant to be.
  void look(SteadyTime seen) { add(seen); }

  [[nodiscard]] bool due(SteadyTime now) const { return since_ && retry_at_.value_or(now) <= now; }
  /// When it is to be tried again after a failure; nothing when nothing failed.
  [[nodiscard]] std::optional<SteadyTime> retry_at() const { return retry_at_; }
  /// When the oldest change was seen that is not written yet.
  [[nodiscard]] std::optional<SteadyTime> since() const { return since_; }
  [[nodiscard]] const std::set<model::TargetId>& planned() const { return planned_; }

  /// All of it is in the cluster. Returns true when that failed before.
  bool done();

  /// It could not be written. What the API server refuses is tried again when something changes, or
  /// after `refused_for`; all else after a back-off, not before `retry_after`. Returns true when
  /// that is news: the first failure, or another fault than before.
  bool failed(const std::string& fault, WriteResult result, SteadyTime now, Millis refused_for,
              std::optional<Millis> retry_after);

 private:
  void add(SteadyTime seen);

  OwnedFile file_;
  std::set<model::TargetId> planned_;
  std::optional<SteadyTime> since_;
  std::optional<SteadyTime> retry_at_;
  Backoff backoff_;
  std::string fault_;
  bool refused_ = false;
};

}  // namespace vedette::op
