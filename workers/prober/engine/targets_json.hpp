#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "prober/engine/last_results.hpp"
#include "targets/target_set.hpp"

namespace vedette::prober {

/// The page /targets: every target with its last result; the files in effect and what is wrong
/// with them. Shows no header, body or credential, referenced or not.
/// Made a piece at a time: that of 100 000 targets has 60 MB.
class TargetsJson {
 public:
  /// REQUIRES: `set` is not null. `last_results` must outlive it.
  TargetsJson(std::shared_ptr<const targets::TargetSet> set, const LastResults& last_results);

  /// The next piece; empty after the last.
  [[nodiscard]] std::string next();

 private:
  enum class Stage { Opening, Targets, Ended };

  [[nodiscard]] std::string some_targets();
  [[nodiscard]] std::string the_rest() const;

  std::shared_ptr<const targets::TargetSet> set_;
  const LastResults& last_results_;
  std::size_t next_target_ = 0;
  Stage stage_ = Stage::Opening;
};

}  // namespace vedette::prober
