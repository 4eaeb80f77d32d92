#pragma once

#include <set>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "base/backoff.hpp"
#include "base/clock.hpp"
#include "runtime/health.hpp"
#include "writer/batch/handoff.hpp"
#include "writer/metrics.hpp"
#include "writer/store/copy_path.hpp"
#include "writer/store/database.hpp"
#include "writer/store/dead_letters.hpp"
#include "writer/store/directory.hpp"

namespace vedette::writer {

/// Puts batches into PostgreSQL, each row once, whatever goes wrong on the way: a duplicate takes
/// the slow path, a row that the server refuses is found by bisecting and becomes a dead letter, a
/// lost race is run again, and while the server is away it waits. Runs on the one thread that calls
/// run(); several may take batches from one handoff, each with a database of its own.
class Storer {
 public:
  /// What is passed by reference must outlive it.
  Storer(Database& database, DeadLetters& dead_letters, KnownNames& known, Handoff& handoff,
         const Clock& clock, runtime::Health& health, Metrics& metrics);

  /// Takes batches from the handoff until `stop`. Fails with Internal, in one sentence, when a
  /// person must act: the schema or the privileges are wrong.
  [[nodiscard]] Result<void> run(const std::stop_token& stop);

  /// Stores one batch, its dead letters delivered; false when it was cancelled first. Fails as
  /// run() does.
  [[nodiscard]] Result<bool> store(Batch& batch);

 private:
  /// What became of some rows.
  struct Counts {
    std::size_t stored = 0;
    std::size_t duplicates = 0;
  };

  [[nodiscard]] Result<bool> store_rows(Batch& batch);
  [[nodiscard]] StoreResult<void> name_rows(Batch& batch);
  [[nodiscard]] StoreResult<void> name_rows(Batch& batch, std::span<const std::uint32_t> records);
  [[nodiscard]] StoreResult<Counts> write(std::span<const Fact> rows, bool slow);
  [[nodiscard]] StoreResult<Counts> bisect(std::span<const Fact> rows, Batch& batch);
  [[nodiscard]] StoreResult<void> make_partitions(std::span<const Fact> rows);
  void count(const Counts& counts);
  void batch_failed(const StoreFailure& failure);
  void session_failed(const StoreFailure& failure);
  void recovered();
  void wait(const std::stop_token& stop);

  Database& database_;
  DeadLetters& dead_letters_;
  Handoff& handoff_;
  const Clock& clock_;
  runtime::Health& health_;
  Metrics& metrics_;
  KnownNames& known_;
  Directory directory_;
  CopyPath path_;
  Backoff backoff_;
  std::set<Day> partitions_;  // known to exist
  bool ready_ = false;        // the session took what it was given last
  bool stuck_ = false;        // it did not take a batch
};

}  // namespace vedette::writer
