#include "prober/fleet/fleet.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "kafka/topics.hpp"
#include "model/shard_heartbeat_json.hpp"
#include "model/target_state_json.hpp"
#include "runtime/logging.hpp"

namespace vedette::prober {
namespace {

constexpr std::size_t kRecordsAtOnce = 5'000;
constexpr Millis kOpenAgain{1'000};
constexpr std::chrono::hours kRefreshLook{1};
/// How long a restore after an outage waits for what the owner before could not write.
constexpr Millis kFarewellWithin{5'000};

std::int64_t unix_ms(SystemTime time) {
  return std::chrono::floor<Millis>(time.time_since_epoch()).count();
}

}  // namespace

Fleet::Fleet(FleetOptions options, FleetNeighbours neighbours, StatesTopic topic)
    : options_(std::move(options)),
      out_(std::move(neighbours)),
      topic_(std::move(topic)),
      probed_(ShardSet::none(options_.shards)),
      silence_(options_.session_timeout) {
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
  if (!timely.restored.empty()) {
    out_.metrics.late_restores.Increment(static_cast<double>(timely.restored.size()));
    runtime::log_warning(
        "Ended restores before everything was read: verdicts that were not read begin at unknown",
        {{"shards", timely.restored.size()}});
  }
  apply(timely);
  if (!in_doubt(now)) write(now);
  show();
  return opened;
}

void Fleet::leave(Millis deadline) {
  const SteadyTime now = out_.clock.steady_now();
  const SteadyTime end = now + deadline;
  const bool written = write_last(now);
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
  unknown_partition_.reset();
  for (const kafka::TopicPartition& each : partitions) {
    if (each.partition < options_.shards) {
      shards.insert(each.partition);
    } else {
      unknown_partition_ = each.partition;
    }
  }
  assign(shards);
  farewells_until_ = {};
  if (!std::exchange(cut_off_, false)) return;
  // Whoever had our new shards was cut off as we were, and has verdicts that it could not write.
  farewells_until_ = out_.clock.steady_now() + kFarewellWithin;
  say_farewell(ownership_.leaving());
}

/// Writes what could not be written of shards that are another's now.
void Fleet::say_farewell(const std::vector<int>& shards) {
  auto heartbeats = heartbeats_.of(shards);
  writer_.pump(shards, out_.clock.system_now());
  for (auto& [shard, heartbeat] : heartbeats) {
    heartbeat.released = true;
    writer_.send(shard, heartbeat);
  }
}

void Fleet::assign(const std::set<int>& shards) {
  const SteadyTime now = out_.clock.steady_now();
  apply(ownership_.assigned(shards, now, unix_ms(out_.clock.system_now())));
  set_gate();
  if (!std::exchange(assigned_, true) || options_.sharding == Sharding::Kafka) {
    out_.metrics.assignments.Increment();
    runtime::log_info("Was assigned shards", {{"shards", shards.size()},
                                              {"of", options_.shards},
                                              {"restoring", ownership_.restoring_shards()}});
  }
}

void Fleet::set_gate() {
  for (int shard = 0; shard < options_.shards; ++shard) {
    if (const auto since = ownership_.owned_since(shard)) {
      out_.gate.allow(shard, *since);
    } else {
      out_.gate.forbid(shard);
    }
  }
}

void Fleet::on_revoke(const std::vector<kafka::TopicPartition>& partitions, bool /*lost*/) {
  // Whether the assignment was lost is told too late to be trusted: a member that was evicted while
  // it was frozen hears of a plain revoke. The age of its last poll tells.
  settle_ends();
  ended_.clear();  // told again after the next assignment
  for (int shard = 0; shard < options_.shards; ++shard) out_.gate.forbid(shard);
  const SteadyTime now = out_.clock.steady_now();
  const bool flushed = write_last(now);
  cut_off_ = !in_doubt(now) && (!flushed || !out_.producer.stats().connection.up);
  ownership_.revoked();
  silence_.revoked(out_.clock.steady_now());
  runtime::log_info("Shards were revoked",
                    {{"shards", partitions.size()}, {"statesFlushed", flushed}});
}

void Fleet::on_end(const kafka::TopicPartition& partition) {
  if (partition.partition < options_.shards) ended_.push_back(partition.partition);
}

bool Fleet::farewell_is_awaited(int shard, SteadyTime now) const {
  if (now >= farewells_until_ || !ownership_.is_restoring(shard)) return false;
  const auto heartbeat = table_.heartbeat(shard);
  return heartbeat && !heartbeat->released;
}

/// All at once: each change of the probed shards looks at every target.
void Fleet::settle_ends() {
  if (ended_.empty()) return;
  OwnershipChanges all;
  const SteadyTime now = out_.clock.steady_now();
  for (const int shard : std::exchange(ended_, {})) {
    if (farewell_is_awaited(shard, now)) {
      ended_.push_back(shard);
      continue;
    }
    const OwnershipChanges one = ownership_.read_to_end(shard, table_.highest_epoch(shard));
    all.dropped.insert(all.dropped.end(), one.dropped.begin(), one.dropped.end());
    all.started.insert(all.started.end(), one.started.begin(), one.started.end());
    all.restored.insert(all.restored.end(), one.restored.begin(), one.restored.end());
  }
  apply(all);
  set_gate();
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
  const SteadyTime now = out_.clock.steady_now();
  silence_.poll(now);
  const auto records = consumer_->poll(kRecordsAtOnce, wait);
  settle_ends();  // before what was read behind them
  if (records) {
    for (const kafka::Record& record : *records) take(record);
  } else if (records.error().kind == ErrorKind::Internal) {
    runtime::log_error("Replaced the consumer of shards", {{"error", records.error().message}});
    consumer_.reset();
    return;
  }
  if (!in_doubt(now)) out_.gate.polled(now);
}

void Fleet::take(const kafka::Record& record) {
  const int shard = record.partition;
  if (shard >= options_.shards) return;
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
  restored.owned_shards = ownership_.assigned_shards();
  restored.verdicts = std::move(verdicts);
  table_.restored(shard);
  // At once: until then the owner before seems to own it. Not before the restore has ended, for it
  // would overwrite how far that owner came.
  heartbeats_.hurry(shard);
  out_.probing.restored(std::move(restored));
  out_.metrics.restores.Increment();
}

void Fleet::write(SteadyTime now) {
  const std::vector<int> writable = ownership_.writable();
  std::vector<int> due;
  for (const int shard : heartbeats_.due(writable, now)) {
    if (!writer_.heartbeat_under_way(shard)) due.push_back(shard);
  }
  // Asked before the states are sent, and sent after them: of a slot that a heartbeat calls done,
  // whoever reads it has read the state.
  const auto heartbeats = heartbeats_.of(due);
  writer_.pump(writable, out_.clock.system_now());
  for (const auto& [shard, heartbeat] : heartbeats) {
    writer_.send(shard, heartbeat);
    heartbeats_.sent(shard);
  }
  if (now >= next_refresh_) refresh_states();
}

/// False when not all was acknowledged, or must not be sent; then it is given up.
bool Fleet::write_last(SteadyTime now) {
  if (!in_doubt(now)) {
    const std::vector<int> writable = ownership_.writable();
    const auto heartbeats = heartbeats_.of(writable);
    writer_.pump(writable, out_.clock.system_now());
    for (const auto& [shard, heartbeat] : heartbeats) writer_.send(shard, heartbeat);
    if (writer_.flush()) return true;
  }
  writer_.purge();
  out_.metrics.state_purges.Increment();
  return false;
}

bool Fleet::in_doubt(SteadyTime now) const {
  return options_.sharding == Sharding::Kafka && silence_.may_be_evicted(now);
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
  if (auto standings = ownership_.standings(options_.shards); standings != *out_.view.current()) {
    out_.view.show(std::move(standings));
  }
  if (unknown_partition_) {
    out_.health.set_not_ready(
        "shards", fmt::format("topic {} has grown: it has a partition {}, but --shards is {}; a "
                              "shard is a partition, so growing takes a new topic",
                              kafka::kStatesTopic, *unknown_partition_, options_.shards));
  } else if (assigned_ && consumer_ != nullptr) {
    out_.health.set_ready("shards");
  }
}

}  // namespace vedette::prober
