#include "prober/publish/slot_ledger.hpp"

#include "base/require.hpp"

namespace vedette::prober {
namespace {

constexpr unsigned kShardBits = 10;
static_assert(SlotLedger::kMostShards == 1 << kShardBits);

}  // namespace

std::uint64_t to_tag(const OpenSlot& open) {
  const auto ms = std::chrono::floor<Millis>(open.slot.time_since_epoch()).count();
  return static_cast<std::uint64_t>(ms) << kShardBits | static_cast<std::uint64_t>(open.shard);
}

std::optional<OpenSlot> open_slot_from(std::uint64_t tag) {
  if (tag == 0) return std::nullopt;
  return OpenSlot{.shard = static_cast<int>(tag & (SlotLedger::kMostShards - 1)),
                  .slot = SystemTime(Millis(static_cast<std::int64_t>(tag >> kShardBits)))};
}

SlotLedger::SlotLedger(int shards)
    : shards_(static_cast<std::size_t>(shards > 0 && shards <= kMostShards ? shards : 0)) {
  require(!shards_.empty(), "a ledger has between one shard and kMostShards");
}

std::size_t SlotLedger::index_of(int shard) const {
  require(shard >= 0 && static_cast<std::size_t>(shard) < shards_.size(),
          "the ledger knows every shard");
  return static_cast<std::size_t>(shard);
}

void SlotLedger::begin(const OpenSlot& open) {
  Shard& shard = shards_[index_of(open.shard)];
  const std::lock_guard lock(shard.mutex);
  ++shard.open[open.slot];
}

void SlotLedger::end(const OpenSlot& open) {
  Shard& shard = shards_[index_of(open.shard)];
  const std::lock_guard lock(shard.mutex);
  const auto place = shard.open.find(open.slot);
  require(place != shard.open.end(), "a slot is begun before it is ended");
  if (--place->second == 0) shard.open.erase(place);
}

void SlotLedger::end_tagged(std::uint64_t tag) {
  if (const auto open = open_slot_from(tag)) end(*open);
}

std::optional<SystemTime> SlotLedger::earliest(int shard) const {
  const Shard& of = shards_[index_of(shard)];
  const std::lock_guard lock(of.mutex);
  if (of.open.empty()) return std::nullopt;
  return of.open.begin()->first;
}

}  // namespace vedette::prober
