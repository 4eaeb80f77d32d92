#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <unordered_map>
#include <vector>

#include "model/shard_heartbeat.hpp"
#include "model/target_state.hpp"

namespace vedette::prober {

/// A state that is to be sent; `ticket` comes back with its delivery report.
struct StateWrite {
  std::uint64_t ticket = 0;
  const model::TargetState* state = nullptr;  ///< until the table changes
};

/// What is known of each shard of vedette.states at one location, from what is read of it and from
/// our own results, and what of it is still to be written. Of two states of a target the one with
/// the higher (epoch, last slot) is the truth, whatever their offsets; when an older owner's
/// overwrote the truth in the log, the truth is written again. Reads no clock; not thread-safe.
class StateTable {
 public:
  /// How often a state is written anew, so that the topic's retention keeps it.
  static constexpr std::chrono::hours kRefresh{24};

  /// A state was read; `appended`: the time of its message.
  void read(int shard, const model::TargetState& state, SystemTime appended);
  void read(int shard, const model::ShardHeartbeat& heartbeat);
  /// One of our own results changed a state. Ignored when it is outranked, and when the shard is
  /// not ours any more.
  void changed(int shard, const model::TargetState& state);
  /// The shard is read from its beginning, perhaps not for the first time.
  void restoring(int shard) { shards_[shard].restored = false; }
  /// The shard is ours and was read: from now on what an older owner overwrote is repaired, what it
  /// overwrote before included.
  void restored(int shard);
  /// Forgets a shard: it is another's.
  void forget(int shard);

  /// The states of a shard. Pointers hold until the table changes.
  [[nodiscard]] std::vector<const model::TargetState*> states(int shard) const;
  /// The heartbeat with the highest rank.
  [[nodiscard]] std::optional<model::ShardHeartbeat> heartbeat(int shard) const;
  /// Of all that was read of the shard; 0 when nothing was.
  [[nodiscard]] std::int64_t highest_epoch(int shard) const;

  /// Takes up to `most` states of a shard that are to be written; each is under way until its
  /// report.
  [[nodiscard]] std::vector<StateWrite> take_writes(int shard, std::size_t most);
  /// The report of a write. What was not stored, or has changed since, is to be written again.
  void reported(std::uint64_t ticket, bool stored, SystemTime now);
  /// Marks what was last written kRefresh ago, and is still alive, as to be written.
  void refresh(int shard, SystemTime now, const std::function<bool(const model::TargetId&)>& alive);

  /// States to be written, and under way.
  [[nodiscard]] std::size_t unwritten() const;
  [[nodiscard]] std::size_t under_way() const { return tickets_.size(); }
  /// How often the truth was marked as to be written because an older owner had overwritten it.
  [[nodiscard]] std::uint64_t repairs() const { return repairs_; }

 private:
  struct Entry {
    model::TargetState state;            // the truth
    std::optional<std::int64_t> in_log;  // epoch of the last message read of it
    SystemTime written;                  // when the truth was last read or stored
    std::uint64_t ticket = 0;            // of the last write under way; 0 = none
  };
  struct Shard {
    std::unordered_map<model::TargetId, Entry> entries;
    std::set<model::TargetId> dirty;
    std::optional<model::ShardHeartbeat> heartbeat;
    std::int64_t highest_epoch = 0;
    bool restored = false;
  };
  struct Place {
    int shard = 0;
    model::TargetId id;
  };

  void repair_if_overwritten(Shard& shard, const Entry& entry);

  std::map<int, Shard> shards_;
  std::unordered_map<std::uint64_t, Place> tickets_;
  std::uint64_t last_ticket_ = 0;
  std::uint64_t repairs_ = 0;
};

}  // namespace vedette::prober
