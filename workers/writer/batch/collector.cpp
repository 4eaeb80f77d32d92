#include "writer/batch/collector.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "runtime/logging.hpp"
#include "writer/consume/decode.hpp"

namespace vedette::writer {
namespace {

constexpr Millis kPoll{100};                 // the longest wait for a record
constexpr std::size_t kPollRecords = 1'000;  // the batch's bytes are looked at between polls
constexpr Millis kPatience{3'000};           // how long the store may be behind before we pause
constexpr Millis kCommitDeadline{5'000};
constexpr Millis kCloseDeadline{5'000};
constexpr Millis kReportEvery{1'000};
constexpr Millis kCollectBeatAge{60'000};  // a revoke and a commit may take 10 s

}  // namespace

Collector::Collector(CollectorOptions options, const KnownNames& known, Handoff& handoff,
                     const Clock& clock, runtime::Health& health, Metrics& metrics)
    : options_(options),
      known_(known),
      handoff_(handoff),
      clock_(clock),
      health_(health),
      metrics_(metrics) {
  open_batch();
}

Result<void> Collector::run(kafka::Consumer& consumer, const std::stop_token& stop) {
  consumer_ = &consumer;
  paused_ = false;
  const auto beat = health_.add_loop("consume", kCollectBeatAge);
  while (!stop.stop_requested()) {
    beat->beat();
    const SteadyTime now = clock_.steady_now();
    report(now);
    commit_stored();
    const Pace pace = keep_pace();
    if (pace == Pace::Wait) {
      (void)handoff_.wait_for_room(kPoll);
      continue;
    }
    auto records = pace == Pace::Paused ? consumer.poll(1, kPoll) : poll_more(consumer);
    if (records) {
      round(std::move(*records));
    } else if (records.error().kind == ErrorKind::Internal) {
      give_up();
      consumer_ = nullptr;
      return tl::unexpected(records.error());
    }
  }
  if (!finish(options_.drain_budget)) give_up();
  auto closed = consumer.close(kCloseDeadline);
  consumer_ = nullptr;
  return closed;
}

void Collector::round(std::vector<kafka::Record> records) {
  if (records.empty()) return;
  batch_->times.grown = clock_.steady_now();
  if (batch_->empty()) {
    batch_->times.opened = batch_->times.grown;
    window_ = make_window(clock_.system_now(), options_.retention);
  }
  metrics_.records.Increment(static_cast<double>(records.size()));
  note_offsets(records);
  for (kafka::Record& record : records) add(std::move(record));
}

void Collector::note_offsets(const std::vector<kafka::Record>& records) {
  for (std::size_t i = 0; i < records.size(); ++i) {
    // Records come in runs of one partition: the last of a run counts.
    const kafka::Record& record = records[i];
    const bool goes_on = i + 1 < records.size() && records[i + 1].partition == record.partition &&
                         records[i + 1].topic == record.topic;
    if (goes_on) continue;
    batch_->next_offsets[{std::string(record.topic), record.partition}] = record.offset + 1;
  }
}

void Collector::open_batch() {
  batch_ = std::make_unique<Batch>();
  batch_->records.reserve(options_.flush.most_records);
  batch_->rows.reserve(options_.flush.most_records);
}

void Collector::add(kafka::Record record) {
  batch_->bytes += record.key.size() + record.value.size();
  const auto index = static_cast<std::uint32_t>(batch_->records.size());
  Decoded decoded = decode(record, window_);
  if (auto* accepted = std::get_if<Accepted>(&decoded)) {
    if (accepted->mended) metrics_.mended.Increment();
    if (record.appended_time && record.timestamp) {
      skew_.add(accepted->result.prober, *record.timestamp - accepted->result.produced_at,
                batch_->times.opened);
    }
    add_result(*batch_, accepted->result, known_, index);
  } else if (auto* refusal = std::get_if<Refusal>(&decoded)) {
    batch_->dead_letters.push_back({index, std::move(*refusal)});
  } else {
    metrics_.expired.Increment();
    return;  // nothing needs its bytes
  }
  batch_->records.push_back(std::move(record));
}

Result<std::vector<kafka::Record>> Collector::poll_more(kafka::Consumer& consumer) {
  const std::size_t held = batch_->records.size();
  const std::size_t most = std::clamp<std::size_t>(options_.flush.room(held), 1, kPollRecords);
  return consumer.poll(most, options_.flush.wait(held, batch_->times, clock_.steady_now(), kPoll));
}

Collector::Pace Collector::keep_pace() {
  const SteadyTime now = clock_.steady_now();
  const bool due = options_.flush.due(size_of(*batch_), batch_->times, now) ||
                   (!batch_->empty() && now - batch_->times.opened >= options_.flush.most_age);
  const bool room = handoff_.has_room();
  if (due && room) submit();
  if (handoff_.store_ready() && (room || !due)) {
    blocked_since_.reset();
    if (paused_) resume();
    return Pace::Read;
  }
  if (!blocked_since_) blocked_since_ = now;
  if (!paused_ && now - *blocked_since_ >= kPatience) pause();
  if (paused_) return Pace::Paused;
  return due && !room ? Pace::Wait : Pace::Read;
}

void Collector::pause() {
  consumer_->pause();
  paused_ = true;
  metrics_.paused.Set(1);
  // A store that is away has said so itself.
  runtime::log_info("Paused reading until the store takes batches");
}

void Collector::resume() {
  consumer_->resume();
  paused_ = false;
  metrics_.paused.Set(0);
  runtime::log_info("Resumed reading");
}

void Collector::submit() {
  sort_rows(*batch_);
  handoff_.submit(std::move(batch_));
  open_batch();
}

void Collector::commit_stored() {
  for (const auto& [partition, offset] : handoff_.take_stored()) uncommitted_[partition] = offset;
  if (uncommitted_.empty()) return;
  const auto done = consumer_->commit_sync(uncommitted_, kCommitDeadline);
  if (done) {
    metrics_.commits.Increment();
    uncommitted_.clear();
    return;
  }
  metrics_.failed_commits.Increment();
  runtime::log_warning("Failed to commit offsets", {{"error", done.error().message}});
  // Stopped: the group has moved on, they are another's to commit. Else they are tried again.
  if (done.error().kind == ErrorKind::Stopped) uncommitted_.clear();
}

bool Collector::finish(Millis budget) {
  // While the store is away nobody can wait for it: whoever gets the partitions reads on from here.
  if (!handoff_.store_ready() && !(batch_->empty() && handoff_.wait_until_idle(Millis(0)))) {
    return false;
  }
  const SteadyTime end = clock_.steady_now() + budget;
  const auto left = [&] {
    return std::max(Millis(0), std::chrono::ceil<Millis>(end - clock_.steady_now()));
  };
  if (!batch_->empty()) {
    if (!handoff_.wait_for_room(left())) return false;
    submit();
  }
  if (!handoff_.wait_until_idle(left())) return false;
  commit_stored();
  return uncommitted_.empty();
}

void Collector::give_up() {
  const std::size_t records = batch_->records.size() + handoff_.discard();
  uncommitted_.clear();
  open_batch();
  metrics_.discarded.Increment(static_cast<double>(records));
  if (records > 0) {
    runtime::log_warning("Gave up records that are not stored: they are read again",
                         {{"records", records}});
  }
}

void Collector::on_assign(const std::vector<kafka::TopicPartition>& partitions) {
  metrics_.assigned.Increment();
  runtime::log_info("Assigned partitions", {{"count", partitions.size()}});
  if (!paused_ && !handoff_.store_ready()) pause();
}

void Collector::on_revoke(const std::vector<kafka::TopicPartition>& partitions, bool lost) {
  (lost ? metrics_.lost : metrics_.revoked).Increment();
  const bool finished = !lost && finish(options_.revoke_budget);
  runtime::log_info("Revoked partitions",
                    {{"count", partitions.size()}, {"lost", lost}, {"finished", finished}});
  if (!finished) give_up();
}

void Collector::report(SteadyTime now) {
  if (now - reported_ < kReportEvery) return;
  reported_ = now;
  const kafka::ConsumerStats stats = consumer_->stats();
  std::int64_t lag = 0;
  for (const kafka::PartitionLag& partition : stats.lags) lag += partition.lag();
  metrics_.lag.Set(static_cast<double>(lag));
  metrics_.set_clock_skews(skew_.least(now));
  if (stats.connection.up) {
    health_.set_ready("kafka");
  } else {
    health_.set_not_ready("kafka", stats.connection.reason);
  }
}

}  // namespace vedette::writer
