#include "model/shard_heartbeat_json.hpp"

#include "model/json_reader.hpp"
#include "model/json_writer.hpp"
#include "model/place_name.hpp"

namespace vedette::model {
namespace {

constexpr std::string_view kPrefix = "#shard/";
constexpr std::int64_t kMostShards = 1'000'000;

void read_heartbeat(ObjectReader& in, ShardHeartbeat& heartbeat) {
  in.text("prober", Need::Required, heartbeat.prober);
  std::optional<std::int64_t> epoch;
  in.number("epoch", Need::Required, 0, kMostEpoch, epoch);
  heartbeat.epoch = epoch.value_or(0);
  std::optional<std::int64_t> shards;
  in.number("shards", Need::Required, 1, kMostShards, shards);
  heartbeat.shards = static_cast<int>(shards.value_or(0));
  heartbeat.at = in.time("at");
  in.time("doneThrough", Need::Optional, heartbeat.done_through);
  in.object("loaded", Need::Optional,
            [&](ObjectReader& loaded) { loaded.numbers(0, heartbeat.loaded); });
  std::optional<bool> released;
  in.flag("released", released);
  heartbeat.released = released.value_or(false);
  std::optional<bool> healthy;
  in.flag("healthy", healthy);
  heartbeat.healthy = healthy.value_or(true);
}

}  // namespace

std::string heartbeat_key(std::string_view location) {
  return std::string(kPrefix).append(location);
}

bool is_heartbeat_key(std::string_view key) { return key.starts_with(kPrefix); }

std::string to_json(const ShardHeartbeat& heartbeat) {
  ObjectWriter out;
  out.text("prober", heartbeat.prober);
  out.number("epoch", heartbeat.epoch);
  out.number("shards", heartbeat.shards);
  out.time("at", heartbeat.at);
  out.time("doneThrough", heartbeat.done_through);
  ObjectWriter loaded = out.nested();
  for (const auto& [file, file_epoch] : heartbeat.loaded) loaded.number(file, file_epoch);
  out.object("loaded", std::move(loaded));
  if (heartbeat.released) out.flag("released", true);
  out.flag("healthy", heartbeat.healthy);
  return out.serialize();
}

Result<ShardHeartbeat> shard_heartbeat_from(std::string_view key, std::string_view json) {
  ShardHeartbeat heartbeat;
  if (!is_heartbeat_key(key) || !is_place_name(key.substr(kPrefix.size()))) {
    return fail(ErrorKind::Invalid,
                "the key of a heartbeat is \"" + std::string(key) + "\", not #shard/<location>");
  }
  heartbeat.location = key.substr(kPrefix.size());
  return read_json_object(json, "a shard's heartbeat",
                          [&](ObjectReader& in) { read_heartbeat(in, heartbeat); })
      .map([&] { return std::move(heartbeat); });
}

}  // namespace vedette::model
