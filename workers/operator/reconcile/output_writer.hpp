#pragma once

#include <optional>
#include <string>

#include "base/clock.hpp"
#include "operator/kube/object_writer.hpp"
#include "operator/metrics.hpp"
#include "operator/reconcile/leadership.hpp"
#include "operator/reconcile/owned_file.hpp"
#include "operator/reconcile/write_result.hpp"

namespace vedette::op {

/// What came of writing a file.
struct FileWrite {
  WriteResult result = WriteResult::Written;
  std::string error;     ///< one sentence, unless Written
  bool changed = false;  ///< something in the cluster is different now, even when not Written
  std::optional<Millis> retry_after = std::nullopt;  ///< what the API server asked for
};

/// Brings the objects of a file to the API server: the Secret first, so that no line ever refers to
/// a content that is not there, then the ConfigMap. Used by one thread.
class OutputWriter {
 public:
  /// `api` and `metrics` must outlive it.
  OutputWriter(std::string ns, ObjectWriter& api, IsLeader is_leader, Metrics& metrics);

  /// Writes what differs from the plan made from file.previous(). Takes at most four calls.
  [[nodiscard]] FileWrite write(OwnedFile& file, const FilePlan& plan, SystemTime now);

  /// Shows in the metrics what the file is in the cluster now.
  void show(const OwnedFile& file);

  /// After a conflict: reads what the cluster has now, around every cache, and adopts it.
  [[nodiscard]] ApiResult<void> look_again(OwnedFile& file, bool with_secret);

 private:
  /// Applies `body` unless `view` is outdated, and removes what others added to `meant`.
  [[nodiscard]] ApiResult<Object> put(const Resource& resource, boost::json::object body,
                                      const OutputView& view, const Contents& meant);
  /// The object of that name among those with our label; nothing when there is none.
  [[nodiscard]] ApiResult<std::optional<Object>> find(const Resource& resource,
                                                      const std::string& name);

  std::string namespace_;
  ObjectWriter& api_;
  IsLeader is_leader_;
  Metrics& metrics_;
};

}  // namespace vedette::op
