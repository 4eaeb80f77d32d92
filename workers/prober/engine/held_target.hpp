#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "model/names.hpp"
#include "model/probe_result.hpp"
#include "prober/engine/assignment.hpp"
#include "prober/engine/results.hpp"
#include "prober/publish/slot_ledger.hpp"
#include "prober/verdict/verdict.hpp"

namespace vedette::prober {

/// A probe that has ended, before anything was made of it.
struct FinishedProbe {
  Run run;  ///< its epoch is not known yet
  bool catch_up = false;
  std::optional<OpenSlot> open;                 ///< what it closes in the ledger
  std::shared_ptr<const model::Target> target;  ///< as it was probed
  model::ProbeFacts facts;
};

/// A shard as an engine has it. Shared with its targets.
struct EngineShard {
  int number = 0;
  std::int64_t epoch = 0;  ///< of the owner; 0 = not restored yet
  bool released = false;   ///< its targets are gone; what is in flight may end
};

/// What a state says of the last result, beside the verdict.
struct SaidFacts {
  std::int64_t epoch = 0;  ///< 0 = no state was said yet
  model::Reason reason = model::Reason::Other;
  std::optional<model::Phase> phase;
  std::optional<int> status_code;
  std::optional<SystemTime> certificate_not_after;

  bool operator==(const SaidFacts&) const = default;
};

/// A target as an engine holds it. Shared with its probe in flight, which may outlast it.
struct HeldTarget {
  Assignment assignment;
  std::shared_ptr<const EngineShard> shard;
  VerdictState verdict;
  SaidFacts said;
  bool settled = false;  ///< the verdict is the one to go on from
  bool removed = false;
  std::vector<FinishedProbe> waiting;  ///< while not settled, in the order of their slots
};

}  // namespace vedette::prober
