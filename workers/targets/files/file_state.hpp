#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "model/target.hpp"
#include "targets/target_set.hpp"

namespace vedette::targets {

/// A target of a file as it is in effect.
struct Entry {
  /// As written; what its referenced texts hold says nothing.
  std::shared_ptr<const model::Target> declared;
  /// With its secrets, null while it never had them. The same pointer, so that a target is in
  /// memory once, unless the secrets of the declared one cannot be read: then it is of an older
  /// spec.
  std::shared_ptr<const model::Target> effective;
  int line = 0;
};

/// What one file has in effect and what is wrong with its content. Immutable once shared.
struct FileState {
  std::string path;       ///< as shown to people
  size_t origin = 0;      ///< index of the configured path it was found by
  bool rendered = false;  ///< by the operator: only a readable file with a higher epoch changes it
  LoadedFile info;
  std::vector<Entry> entries;
  std::vector<Fault> faults;  ///< of the content looked at last
  std::string seen_sha256;    ///< of the content looked at last, in effect or not
  bool stale = false;         ///< that content is not in effect
  size_t quarantined = 0;     ///< documents of it that broke a rule
};

using FileStates = std::map<std::string, std::shared_ptr<const FileState>>;

}  // namespace vedette::targets
