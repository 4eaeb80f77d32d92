#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "base/clock.hpp"
#include "model/target_id.hpp"
#include "operator/api/object_data.hpp"
#include "operator/reconcile/decision.hpp"
#include "operator/render/target_file.hpp"

namespace vedette::op {

/// Which file is planned.
struct FileIdentity {
  std::string source;
  int index = 0;  ///< 0 … files - 1
  int files = 0;
};

/// What the cluster has of that file now.
struct PreviousOutput {
  std::optional<TargetFile> file;  ///< nothing when absent, or edited into something unreadable
  Contents secrets;                ///< of its Secret; empty when absent
};

/// A target and what was decided about it.
struct DecidedTarget {
  const boost::json::object* manifest = nullptr;  ///< not null for Write
  const Decision* decision = nullptr;             ///< never null
};

/// Targets by id. Those of the file that are not in it keep their line.
using DecidedTargets = std::map<model::TargetId, DecidedTarget>;

/// What to write.
struct FilePlan {
  std::optional<TargetFile> file;  ///< nothing when the file is right as it is
  Contents secrets;                ///< all that the Secret is to hold
  bool secrets_changed = false;    ///< they differ from the previous ones: write them first
  /// Targets whose secrets do not fit into one Secret with those of the others; their decision is
  /// to be told by refuse_secrets().
  std::set<model::TargetId> too_large;
  /// Keys that lines need and whose content nobody has, because the Secret was deleted or edited:
  /// decide all targets of the file anew.
  std::vector<std::string> lost_keys;
  std::size_t added = 0;
  std::size_t changed = 0;
  std::size_t removed = 0;
};

/// The next state of one file and its Secret. Pure.
/// * The file is written when its lines change, or it is absent, even without any line. Its epoch
///   is the greater of the previous one + 1 and `now` in Unix milliseconds.
/// * A line goes only with a Remove, or when it belongs to another file or source. The header then
///   carries allowShrink, and so do those that follow within 10 minutes: whoever drops lines here
///   has seen that their targets were deleted, and a reader may miss any of the epochs in between.
/// * The Secret holds what the next lines need and, until the write after this one, what the
///   previous lines needed, as far as 1 MiB goes. Contents whose key is not their hash are dropped.
[[nodiscard]] FilePlan plan_file(const FileIdentity& identity, const PreviousOutput& previous,
                                 const DecidedTargets& targets, SystemTime now);

/// Says in the conditions that the target's secrets did not fit.
void refuse_secrets(Decision& decision);

}  // namespace vedette::op
