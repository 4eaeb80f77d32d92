#pragma once

#include <map>
#include <string>

#include <boost/json/object.hpp>

#include "base/result.hpp"
#include "model/target_id.hpp"
#include "targets/target_files.hpp"

namespace vedette::op {

/// Manifests as they were written, by target.
using Manifests = std::map<model::TargetId, boost::json::object>;

/// Reads manifests and holds them against every rule, the API's own too. Invalid when one is
/// broken, or refers to what is not there; the message is what `check` says, lines that end in a
/// newline.
[[nodiscard]] Result<Manifests> read_manifests(const targets::TargetFilesOptions& options);

}  // namespace vedette::op
