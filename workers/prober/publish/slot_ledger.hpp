#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <vector>

#include "base/clock.hpp"

namespace vedette::prober {

/// A slot of a shard that somebody still owes to Kafka.
struct OpenSlot {
  int shard = 0;    ///< below SlotLedger::kMostShards
  SystemTime slot;  ///< whole milliseconds, after 1970

  bool operator==(const OpenSlot&) const = default;
};

/// An open slot as the tag of a message: milliseconds and shard in one number, so that a delivery
/// report finds its slot without a table. Never 0. Pure.
[[nodiscard]] std::uint64_t to_tag(const OpenSlot& open);
/// The slot of a tag; nothing for 0, the tag of messages that close no slot.
[[nodiscard]] std::optional<OpenSlot> open_slot_from(std::uint64_t tag);

/// The slots of each shard that were given out, or are owed after a takeover, and whose results
/// Kafka has not acknowledged: what keeps a heartbeat's doneThrough back. Each begin() is matched
/// by one end(): on the acknowledgement, or when the slot is missed or its result dropped, both
/// counted elsewhere. Probes abandoned at the end of the process stay open, so that the next owner
/// does their slots. Thread-safe; shards do not contend with each other.
class SlotLedger {
 public:
  static constexpr int kMostShards = 1024;

  /// REQUIRES: 0 < shards ≤ kMostShards, and all shards given below `shards`.
  explicit SlotLedger(int shards);

  void begin(const OpenSlot& open);
  void end(const OpenSlot& open);
  /// Ends what the tag of a message says, if anything. For delivery reports, whatever they say.
  void end_tagged(std::uint64_t tag);

  /// The earliest slot of the shard that is open; nothing when none is.
  [[nodiscard]] std::optional<SystemTime> earliest(int shard) const;

 private:
  struct Shard {
    mutable std::mutex mutex;
    std::map<SystemTime, std::uint32_t> open;  // how many of each slot; guarded by mutex
  };

  [[nodiscard]] std::size_t index_of(int shard) const;

  std::vector<Shard> shards_;
};

}  // namespace vedette::prober
