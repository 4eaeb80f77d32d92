#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "prober/engine/last_results.hpp"
#include "prober/fleet/shard_view.hpp"
#include "targets/target_set.hpp"

namespace vedette::prober {

/// Who probes, and which shards.
struct ProberStanding {
  std::string prober;
  std::string location;
  std::shared_ptr<const std::vector<ShardStanding>> shards;  ///< by number; never null or empty
};

/// The page /targets: every target with its shard, who has that as far as this prober knows, and
/// its last result; the files in effect and what is wrong with them. Shows no header, body or
/// credential, referenced or not. Made a piece at a time: that of 100 000 targets has 60 MB.
class TargetsJson {
 public:
  /// REQUIRES: `set` is not null. `last_results` must outlive it.
  TargetsJson(std::shared_ptr<const targets::TargetSet> set, const LastResults& last_results,
              ProberStanding standing);

  /// The next piece; empty after the last.
  [[nodiscard]] std::string next();

 private:
  enum class Stage { Opening, Targets, Ended };

  [[nodiscard]] std::string opening() const;
  [[nodiscard]] std::string some_targets();
  [[nodiscard]] std::string the_rest() const;

  std::shared_ptr<const targets::TargetSet> set_;
  const LastResults& last_results_;
  ProberStanding standing_;
  std::size_t next_target_ = 0;
  Stage stage_ = Stage::Opening;
};

}  // namespace vedette::prober
