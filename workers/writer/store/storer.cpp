#include "writer/store/storer.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <random>
#include <utility>

#include <fmt/format.h>

#include "base/require.hpp"
#include "runtime/logging.hpp"
#include "writer/consume/decode.hpp"

namespace vedette::writer {
namespace {

constexpr const char* kDependency = "postgres";
constexpr Millis kStoreBeatAge{180'000};  // a statement may take 60 s, a connection attempt 5 s

std::string sentence(const StoreFailure& failure) {
  return failure.sqlstate.empty() ? failure.message
                                  : fmt::format("{} ({})", failure.message, failure.sqlstate);
}

Day day_of(const Fact& row) { return std::chrono::floor<std::chrono::days>(row.scheduled_at); }

}  // namespace

Storer::Storer(Database& database, DeadLetters& dead_letters, KnownNames& known, Handoff& handoff,
               const Clock& clock, runtime::Health& health, Metrics& metrics)
    : database_(database),
      dead_letters_(dead_letters),
      handoff_(handoff),
      clock_(clock),
      health_(health),
      metrics_(metrics),
      known_(known),
      directory_(database, known, metrics),
      backoff_(Millis(100), Millis(10'000), std::random_device()()) {
  health_.set_not_ready(kDependency, "not connected yet");
}

Result<void> Storer::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    if (!ready_) {
      const auto prepared = database_.prepare();
      if (!prepared) {
        metrics_.store_failures(prepared.error().cls).Increment();
        session_failed(prepared.error());
        wait(stop);
        continue;
      }
      recovered();
    }
    const std::unique_ptr<Batch> batch = handoff_.take(stop);
    if (batch == nullptr) break;
    // Only here: a loop that waits for a batch, however long, is not stuck.
    const auto beat = health_.add_loop("store", kStoreBeatAge);
    const auto done = store(*batch);
    if (done && *done) {
      handoff_.stored(*batch);
      continue;
    }
    if (!done) handoff_.fail();
    handoff_.abandoned(*batch);
    if (!done) return tl::unexpected(done.error());
  }
  return {};
}

Result<bool> Storer::store(Batch& batch) {
  const SteadyTime start = clock_.steady_now();
  if (!batch.rows.empty() || !batch.unnamed.empty()) {
    const auto rows = store_rows(batch);
    if (!rows || !*rows) return rows;
  }
  if (!batch.dead_letters.empty() &&
      !dead_letters_.deliver(batch, batch.dead_letters, batch.cancel.get_token())) {
    return false;
  }
  metrics_.batch_rows.Observe(static_cast<double>(batch.rows.size()));
  metrics_.store_seconds.Observe(
      std::chrono::duration<double>(clock_.steady_now() - start).count());
  return true;
}

Result<bool> Storer::store_rows(Batch& batch) {
  const std::stop_token cancel = batch.cancel.get_token();
  bool made_partitions_again = false;
  while (!cancel.stop_requested()) {
    const bool slow = path_.slow(clock_.steady_now());
    auto counts = name_rows(batch).and_then([&] { return write(batch.rows, slow); });
    if (counts) {
      counts->duplicates += batch.doubles;
      if (slow && counts->duplicates == 0) path_.saw_clean_batch();
      (slow ? metrics_.slow_batches : metrics_.fast_batches).Increment();
      count(*counts);
      recovered();
      return true;
    }
    const StoreFailure& failure = counts.error();
    metrics_.store_failures(failure.cls).Increment();
    switch (failure.cls) {
      case FailureClass::Duplicate:
        path_.saw_duplicates(clock_.steady_now());
        continue;
      case FailureClass::NoPartition:
        // Retention or a person dropped one that we knew.
        partitions_.clear();
        if (!made_partitions_again) {
          made_partitions_again = true;
          continue;
        }
        [[fallthrough]];
      case FailureClass::BadRow: {
        runtime::log_warning("Bisected a batch that PostgreSQL refused",
                             {{"rows", batch.rows.size()}, {"error", sentence(failure)}});
        const std::size_t letters = batch.dead_letters.size();
        auto rest = bisect(batch.rows, batch);
        if (rest) {
          rest->duplicates += batch.doubles;
          metrics_.bisected_batches.Increment();
          count(*rest);
          return true;
        }
        batch.dead_letters.resize(letters);
        if (rest.error().cls == FailureClass::Fatal) {
          return fail(ErrorKind::Internal, sentence(rest.error()));
        }
        batch_failed(rest.error());
        wait(cancel);
        continue;
      }
      case FailureClass::Fatal:
        return fail(ErrorKind::Internal,
                    fmt::format("PostgreSQL refused a batch for a reason that trying again does "
                                "not cure: {}; check the schema (vedette-writer migrate) and the "
                                "privileges of the database user",
                                sentence(failure)));
      case FailureClass::Retry:
        wait(cancel);
        continue;
      case FailureClass::Busy:
      case FailureClass::Broken:
        batch_failed(failure);
        wait(cancel);
        continue;
    }
  }
  return false;
}

StoreResult<void> Storer::name_rows(Batch& batch) {
  if (batch.unnamed.empty()) return {};
  std::size_t most = batch.unnamed.size();
  while (!batch.unnamed.empty()) {
    const auto records = std::span(batch.unnamed).first(std::min(most, batch.unnamed.size()));
    const auto named = name_rows(batch, records);
    if (!named && named.error().cls != FailureClass::BadRow) return named;
    if (!named && records.size() > 1) {
      most = records.size() / 2;  // the one that PostgreSQL refuses is looked for
      continue;
    }
    if (!named) {
      batch.dead_letters.push_back(
          {records.front(), {RefusalReason::RejectedByDatabase, sentence(named.error())}});
    }
    batch.unnamed.erase(batch.unnamed.begin(),
                        batch.unnamed.begin() + static_cast<std::ptrdiff_t>(records.size()));
    most = batch.unnamed.size();
  }
  sort_rows(batch);
  return {};
}

StoreResult<void> Storer::name_rows(Batch& batch, std::span<const std::uint32_t> records) {
  std::vector<model::ProbeResult> results;
  results.reserve(records.size());
  for (const std::uint32_t record : records) {
    results.push_back(decode_again(batch.records[record]));
  }
  // Until their numbers are found nobody else may empty what is full.
  const auto turn = known_.take_turn();
  if (auto ok = directory_.learn(results); !ok) return ok;
  for (std::size_t i = 0; i < records.size(); ++i) {
    const auto ids = known_.find(results[i]);
    require(ids.has_value(), "a result's names are known once they were learnt");
    add_row(batch, results[i], *ids, records[i]);
  }
  return {};
}

StoreResult<Storer::Counts> Storer::write(std::span<const Fact> rows, bool slow) {
  if (rows.empty()) return Counts{};
  if (auto ok = make_partitions(rows); !ok) return tl::unexpected(ok.error());
  if (!slow) {
    if (auto ok = database_.copy(rows); !ok) return tl::unexpected(ok.error());
    return Counts{.stored = rows.size(), .duplicates = 0};
  }
  const auto stored = database_.merge(rows);
  if (!stored) return tl::unexpected(stored.error());
  return Counts{.stored = *stored, .duplicates = rows.size() - *stored};
}

StoreResult<Storer::Counts> Storer::bisect(std::span<const Fact> rows, Batch& batch) {
  auto counts = write(rows, true);
  if (counts) return counts;
  const FailureClass cls = counts.error().cls;
  if (cls != FailureClass::BadRow && cls != FailureClass::NoPartition) return counts;
  if (rows.size() == 1) {
    batch.dead_letters.push_back(
        {rows.front().record, {RefusalReason::RejectedByDatabase, sentence(counts.error())}});
    return Counts{};
  }
  auto left = bisect(rows.first(rows.size() / 2), batch);
  if (!left) return left;
  auto right = bisect(rows.subspan(rows.size() / 2), batch);
  if (!right) return right;
  return Counts{left->stored + right->stored, left->duplicates + right->duplicates};
}

StoreResult<void> Storer::make_partitions(std::span<const Fact> rows) {
  std::set<Day> missing;
  for (const Fact& row : rows) {
    const Day day = day_of(row);
    if (!partitions_.contains(day)) missing.insert(day);
  }
  if (missing.empty()) return {};
  if (auto ok = database_.make_partitions(missing); !ok) return ok;
  partitions_.insert(missing.begin(), missing.end());
  return {};
}

void Storer::count(const Counts& counts) {
  metrics_.stored.Increment(static_cast<double>(counts.stored));
  metrics_.duplicates.Increment(static_cast<double>(counts.duplicates));
}

void Storer::batch_failed(const StoreFailure& failure) {
  if (!std::exchange(stuck_, true)) handoff_.add_stuck();
  session_failed(failure);
}

void Storer::session_failed(const StoreFailure& failure) {
  if (std::exchange(ready_, false)) handoff_.remove_ready();
  if (handoff_.store_ready()) return;  // another session takes the batches
  metrics_.store_up.Set(0);
  health_.set_not_ready(kDependency, sentence(failure));
}

void Storer::recovered() {
  backoff_.reset();
  if (!std::exchange(ready_, true)) handoff_.add_ready();
  if (std::exchange(stuck_, false)) handoff_.remove_stuck();
  if (!handoff_.store_ready()) return;  // another session's batch does not get through
  metrics_.store_up.Set(1);
  health_.set_ready(kDependency);
}

void Storer::wait(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock(mutex);
  never.wait_for(lock, stop, backoff_.next(), [] { return false; });
}

}  // namespace vedette::writer
