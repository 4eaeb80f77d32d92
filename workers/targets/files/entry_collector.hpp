#pragma once

#include <unordered_map>
#include <vector>

#include "targets/document/fault_log.hpp"
#include "targets/files/file_state.hpp"
#include "targets/rules/manifest.hpp"

namespace vedette::targets {

/// Turns the manifests of one file into its entries, holding on to what did not change. Not
/// thread-safe.
class EntryCollector {
 public:
  /// `previous` may be null; it must outlive the collector.
  explicit EntryCollector(const FileState* previous);

  /// A good manifest becomes an entry, the previous one's pointers when it says the same. A bad one
  /// is quarantined: its last good spec stays, if its name could be read and there was one.
  void add(const Manifest& manifest, FaultLog& log);

  [[nodiscard]] size_t quarantined() const { return quarantined_; }
  /// Previous targets that are in no manifest.
  [[nodiscard]] size_t dropped() const { return previous_.size() - kept_; }
  [[nodiscard]] std::vector<Entry> take() { return std::move(entries_); }

 private:
  struct Previous {
    const Entry* entry = nullptr;
    bool kept = false;
  };

  [[nodiscard]] const Entry* keep(const model::TargetId& id);

  std::unordered_map<model::TargetId, Previous> previous_;
  size_t kept_ = 0;
  std::vector<Entry> entries_;
  size_t quarantined_ = 0;
};

}  // namespace vedette::targets
