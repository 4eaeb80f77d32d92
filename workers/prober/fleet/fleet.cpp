#include "prober/fleet/fleet.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "base/utf8.hpp"
#include "kafka/topics.hpp"
#include "model/shard_heartbeat_json.hpp"
#include "model/target_state_json.hpp"
#include "prober/fleet/heartbeat.hpp"
#include "runtime/logging.hpp"

namespace vedette::prober {
namespace {

constexpr std::size_t kRecordsAtOnce = 5'000;
constexpr Millis kOpenAgain{1'000};
constexpr std::size_t kFileBytes = 256;  // of a file's name in a heartbeat
constexpr std::chrono::hours kRefreshLook{1};

std::int64_t unix_ms(SystemTime time) {
  return std::chrono::floor<Millis>(time.time_since_epoch()).count();
}

/// The epochs of the operator's files; hand-written ones have none.
std::map<std::string, std::int64_t> epochs_of(const targets::TargetSet& set) {
  std::map<std::string, std::int64_t> epochs;
  for (const targets::LoadedFile& file : set.files) {
    if (file.epoch > 0) epochs[clean_utf8(file.source + "/" + file.file, kFileBytes)] = file.epoch;
  }
  return epochs;
}

}  // namespace

Fleet::Fleet(FleetOptions options, FleetNeighbours neighbours, StatesTopic topic)
    : options_(std::move(options)),
      out_(neighbours),
      topic_(std::move(topic)),
      probed_(ShardSet::none(options_.shards)) {
  out_.health.set_not_ready("shards", "no shard was assigned to this prober yet");
}

bool Fleet::step(Millis wait) {
  if (options_.sharding == Sharding::None && !assigned_) {  // nobody else to ask
    out_.gate.open_for_good();
    std::set<int> all;
    for (int shard = 0; shard < options_.shards; ++shard) all.insert(shard);
    assign(all);
  }
  const bool opened = open_topic(out_.clock.steady_now());
  if (opened) poll(wait);
  const SteadyTime now = out_.clock.steady_now();
  const OwnershipChanges timely = ownership_.tick(now);
  out_.metrics.late_restores.Increment(static_cast<double>(timely.restored.size()));
  apply(timely);
  write(now);
  show();
  return opened;
}

void Fleet::leave(Millis deadline) {
  const SteadyTime end = out_.clock.steady_now() + deadline;
  writer_.pump(ownership_.writable(), out_.clock.system_now());
  send_heartbeats(ownership_.writable());
  const bool written = writer_.flush();
  ownership_.revoked();
  Result<void> left;
  if (consumer_ != nullptr) {
    const auto rest = std::chrono::ceil<Millis>(end - out_.clock.steady_now());
    left = consumer_->close(std::max(rest, Millis(0)));
  }
  runtime::log(written && left ? LogLevel::Info : LogLevel::Warning, "Left the fleet",
               {{"shards", ownership_.assigned_shards()},
                {"unwrittenStates", written ? std::size_t{0} : table_.unwritten()},
                {"error", left ? std::string() : left.error().message}});
}

void Fleet::on_assign(const std::vector<kafka::TopicPartition>& partitions) {
  std::set<int> shards;
  for (const kafka::TopicPartition& each : partitions) shards.insert(each.partition);
  assign(shards);
}

void Fleet::assign(const std::set<int>& shards) {
  const SteadyTime now = out_.clock.steady_now();
  apply(ownership_.assigned(shards, now, unix_ms(out_.clock.system_now())));
  for (int shard = 0; shard < options_.shards; ++shard) {
    if (const auto since = ownership_.owned_since(shard)) {
      out_.gate.allow(shard, *since);
    } else {
      out_.gate.forbid(shard);
    }
  }
  if (!std::exchange(assigned_, true) || options_.sharding == Sharding::Kafka) {
    out_.metrics.assignments.Increment();
    runtime::log_info("Was assigned shards", {{"shards", shards.size()},
                                              {"of", options_.shards},
                                              {"restoring", ownership_.restoring_shards()}});
  }
}

void Fleet::on_revoke(const std::vector<kafka::TopicPartition>& partitions, bool /*lost*/) {
  // Whether the assignment was lost is told too late to be trusted: a member that was evicted while
  // it was frozen hears of a plain revoke. The age of its last poll tells.
  for (int shard = 0; shard < options_.shards; ++shard) out_.gate.forbid(shard);
  const bool alive = out_.clock.steady_now() - last_poll_ < options_.session_timeout;
  if (alive) writer_.pump(ownership_.writable(), out_.clock.system_now());
  const bool flushed = alive && writer_.flush();
  if (!flushed) {
    writer_.purge();
    out_.metrics.state_purges.Increment();
  }
  ownership_.revoked();
  runtime::log_info("Shards were revoked",
                    {{"shards", partitions.size()}, {"statesFlushed", flushed}});
}

void Fleet::on_end(const kafka::TopicPartition& partition) {
  const int shard = partition.partition;
  apply(ownership_.read_to_end(shard, table_.highest_epoch(shard)));
}

bool Fleet::open_topic(SteadyTime now) {
  if (consumer_ != nullptr) return true;
  if (now < next_open_) return false;
  next_open_ = now + kOpenAgain;
  const auto partitions = topic_.partitions();
  if (!partitions) return false;  // the dependency "kafka" says why
  if (*partitions != options_.shards) {
    out_.health.set_not_ready(
        "shards", fmt::format("topic {} has {} partitions, but --shards is {}: give every prober "
                              "--shards={}, or make the topic anew with {} partitions",
                              kafka::kStatesTopic, *partitions, options_.shards, *partitions,
                              options_.shards));
    return false;
  }
  auto opened = topic_.open(*this);
  if (!opened) {
    out_.health.set_not_ready("shards", opened.error().message);
    return false;
  }
  consumer_ = std::move(*opened);
  return true;
}

void Fleet::poll(Millis wait) {
  last_poll_ = out_.clock.steady_now();
  const auto records = consumer_->poll(kRecordsAtOnce, wait);
  if (records) {
    for (const kafka::Record& record : *records) take(record);
  } else if (records.error().kind == ErrorKind::Internal) {
    runtime::log_error("Replaced the consumer of shards", {{"error", records.error().message}});
    consumer_.reset();
    return;
  }
  out_.gate.polled(last_poll_);
}

void Fleet::take(const kafka::Record& record) {
  const int shard = record.partition;
  if (model::is_heartbeat_key(record.key)) {
    const auto heartbeat = model::shard_heartbeat_from(record.key, record.value);
    if (!heartbeat) return out_.metrics.unreadable.Increment();
    if (heartbeat->location != options_.location) return;
    note_rank(shard, heartbeat->epoch);
    table_.read(shard, *heartbeat);
    return;
  }
  const auto state = model::target_state_from(record.key, record.value);
  if (!state) return out_.metrics.unreadable.Increment();
  if (state->location != options_.location) return;
  note_rank(shard, state->epoch);
  table_.read(shard, *state, record.timestamp.value_or(out_.clock.system_now()));
}

void Fleet::note_rank(int shard, std::int64_t epoch) {
  if (const auto own = ownership_.epoch(shard); own && epoch > *own) {
    out_.metrics.outranked.Increment();
  }
}

void Fleet::apply(const OwnershipChanges& changes) {
  if (!changes.dropped.empty()) {
    const std::set<int> probed = ownership_.probed();
    for (const int shard : changes.dropped) {
      probed_.remove(shard);
      if (!probed.contains(shard)) table_.forget(shard);
    }
    out_.probing.set_shards(probed_);
  }
  if (!changes.started.empty()) {
    for (const int shard : changes.started) {
      probed_.add(shard);
      table_.restoring(shard);
    }
    out_.probing.set_shards(probed_);
  }
  for (const int shard : changes.restored) finish_restore(shard);
  if (changes.restored.empty()) return;
  // At once: until then the owner before seems to own it. Not before the restore has ended, for it
  // would overwrite how far that owner came.
  std::vector<int> restored = changes.restored;
  std::erase_if(restored, [&](int shard) { return !ownership_.may_write(shard); });
  send_heartbeats(restored);
}

void Fleet::finish_restore(int shard) {
  auto verdicts = std::make_shared<RestoredVerdicts>();
  for (const model::TargetState* state : table_.states(shard)) {
    verdicts->emplace(state->id, verdict_state_of(*state));
  }
  const auto heartbeat = table_.heartbeat(shard);
  ShardRestored restored;
  restored.shard = shard;
  restored.epoch = ownership_.fix_epoch(shard, table_.highest_epoch(shard));
  if (heartbeat) {
    restored.heartbeat_at = heartbeat->at;
    restored.done_through = heartbeat->done_through;
  }
  restored.verdicts = std::move(verdicts);
  table_.restored(shard);
  out_.probing.restored(std::move(restored));
  out_.metrics.restores.Increment();
}

void Fleet::write(SteadyTime now) {
  const std::vector<int> writable = ownership_.writable();
  writer_.pump(writable, out_.clock.system_now());
  const bool swapped = out_.probing.targets() != loaded_;
  if (swapped || now >= next_heartbeats_) send_heartbeats(writable);
  if (now >= next_heartbeats_) next_heartbeats_ = now + kHeartbeat;
  if (now >= next_refresh_) refresh_states();
}

void Fleet::send_heartbeats(const std::vector<int>& shards) {
  if (const auto set = out_.probing.targets(); set != loaded_) {
    loaded_epochs_ = epochs_of(*set);
    loaded_ = set;
  }
  const SystemTime horizon = out_.probing.horizon();  // before the ledger is asked
  for (const int shard : shards) {
    model::ShardHeartbeat heartbeat;
    heartbeat.location = options_.location;
    heartbeat.prober = options_.prober;
    heartbeat.epoch = ownership_.epoch(shard).value_or(0);
    heartbeat.shards = options_.shards;
    heartbeat.at = out_.clock.system_now();
    heartbeat.done_through = done_through(horizon, out_.ledger.earliest(shard), heartbeat.at);
    heartbeat.loaded = loaded_epochs_;
    writer_.send(shard, heartbeat);
  }
}

void Fleet::refresh_states() {
  next_refresh_ = out_.clock.steady_now() + kRefreshLook;
  const auto set = out_.probing.targets();
  const auto alive = [&](const model::TargetId& id) {
    const auto place = std::ranges::lower_bound(
        set->targets, id, {}, [](const targets::LoadedTarget& each) { return each.target->id; });
    return place != set->targets.end() && place->target->id == id;
  };
  for (const int shard : ownership_.writable()) {
    table_.refresh(shard, out_.clock.system_now(), alive);
  }
}

void Fleet::show() {
  FleetMetrics& metrics = out_.metrics;
  metrics.assigned_shards.Set(static_cast<double>(ownership_.assigned_shards()));
  metrics.probed_shards.Set(static_cast<double>(ownership_.probed().size()));
  metrics.restoring_shards.Set(static_cast<double>(ownership_.restoring_shards()));
  metrics.unwritten.Set(static_cast<double>(table_.unwritten()));
  const double repairs = static_cast<double>(table_.repairs());
  metrics.state_repairs.Increment(repairs - metrics.state_repairs.Value());
  if (assigned_ && consumer_ != nullptr) out_.health.set_ready("shards");
}

}  // namespace vedette::prober
