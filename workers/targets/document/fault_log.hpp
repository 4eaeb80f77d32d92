#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "targets/rules/rule.hpp"
#include "targets/target_set.hpp"

namespace vedette::targets {

/// Collects what is wrong with one file. Keeps the first 1,000 faults and counts the rest, so that
/// a hostile file costs no more memory than its size. Not thread-safe.
class FaultLog {
 public:
  explicit FaultLog(std::string file) : file_(std::move(file)) {}

  /// `line` is 1-based, 0 = unknown; `field` is empty when the whole document is meant.
  void add(Rule rule, int line, std::string field, std::string message);

  /// Opens a document: faults from here on belong to it.
  void begin_document();
  /// False once a fault was added since begin_document.
  [[nodiscard]] bool document_is_clean() const { return count_ == count_before_; }
  /// Says whose faults those since begin_document are: "namespace/name".
  void name_document(const std::string& target);

  /// The faults in order of lines, the last one saying how many were left out. Leaves it empty.
  [[nodiscard]] std::vector<Fault> take();

 private:
  std::string file_;
  std::vector<Fault> faults_;
  size_t document_ = 0;      ///< where the open document's faults begin
  size_t count_before_ = 0;  ///< count_ when it was opened
  size_t count_ = 0;         ///< faults in all, those left out too
};

}  // namespace vedette::targets
