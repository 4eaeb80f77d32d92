#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "base/clock.hpp"
#include "kafka/consumer.hpp"
#include "runtime/health.hpp"
#include "writer/batch/batch.hpp"
#include "writer/batch/flush_rule.hpp"
#include "writer/batch/handoff.hpp"
#include "writer/consume/clock_skew.hpp"
#include "writer/consume/time_window.hpp"
#include "writer/metrics.hpp"

namespace vedette::writer {

struct CollectorOptions {
  std::chrono::days retention{30};
  FlushRule flush;
  Millis revoke_budget{5'000};  ///< a revoked partition's batches are stored within it, or given up
  Millis drain_budget{10'000};  ///< the same when the process stops
};

/// Reads records, decodes them and fills batches; commits offsets once the store has the rows.
/// Everything runs on the one thread that calls run() ("consume"). Rows in hand at a rebalance are
/// stored and committed before it goes on, or given up to the new owner: never both.
class Collector final : public kafka::RebalanceHandler {
 public:
  /// What is passed by reference must outlive it.
  Collector(CollectorOptions options, const KnownNames& known, Handoff& handoff, const Clock& clock,
            runtime::Health& health, Metrics& metrics);

  /// Polls until `stop`, then stores and commits what is in hand and leaves the group. Fails when
  /// the consumer is of no use any more; whoever called starts a new one.
  [[nodiscard]] Result<void> run(kafka::Consumer& consumer, const std::stop_token& stop);

  void on_assign(const std::vector<kafka::TopicPartition>& partitions) override;
  void on_revoke(const std::vector<kafka::TopicPartition>& partitions, bool lost) override;

 private:
  void round(std::vector<kafka::Record> records);
  void note_offsets(const std::vector<kafka::Record>& records);
  void add(kafka::Record record);
  void submit();
  void commit_stored();
  /// What the loop does next.
  enum class Pace {
    Read,
    Wait,    ///< the batch is due and the store has no room yet
    Paused,  ///< serve the group only
  };
  [[nodiscard]] Pace keep_pace();
  [[nodiscard]] Result<std::vector<kafka::Record>> poll_more(kafka::Consumer& consumer);
  void pause();
  void resume();
  void report(SteadyTime now);
  bool finish(Millis budget);
  void give_up();
  void open_batch();

  CollectorOptions options_;
  const KnownNames& known_;
  Handoff& handoff_;
  const Clock& clock_;
  runtime::Health& health_;
  Metrics& metrics_;
  kafka::Consumer* consumer_ = nullptr;  // set while run() runs
  std::unique_ptr<Batch> batch_;         // never null
  TimeWindow window_;
  kafka::Offsets uncommitted_;
  ClockSkew skew_;
  std::optional<SteadyTime> blocked_since_;
  SteadyTime reported_{};
  bool paused_ = false;
};

}  // namespace vedette::writer
