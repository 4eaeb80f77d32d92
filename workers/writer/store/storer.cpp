#include "writer/store/storer.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <random>

#include <fmt/format.h>

#include "base/require.hpp"
#include "runtime/logging.hpp"

namespace vedette::writer {
namespace {

constexpr const char* kDependency = "postgres";
constexpr Millis kStoreBeatAge{180'000};  // a statement may take 60 s, a connection attempt 5 s

std::string sentence(const StoreFailure& failure) {
  return failure.sqlstate.empty() ? failure.message
                                  : fmt::format("{} ({})", failure.message, failure.sqlstate);
}

Day day_of(const Fact& fact) { return std::chrono::floor<std::chrono::days>(fact.scheduled_at); }

}  // namespace

Storer::Storer(Database& database, DeadLetters& dead_letters, Handoff& handoff, const Clock& clock,
               runtime::Health& health, Metrics& metrics)
    : database_(database),
      dead_letters_(dead_letters),
      handoff_(handoff),
      clock_(clock),
      health_(health),
      metrics_(metrics),
      directory_(database, metrics),
      backoff_(Millis(100), Millis(10'000), std::random_device()()) {}

Result<void> Storer::run(const std::stop_token& stop) {
  health_.set_not_ready(kDependency, "not connected yet");
  bool ready = false;
  while (!stop.stop_requested()) {
    if (!ready) {
      const auto prepared = database_.prepare();
      if (!prepared) {
        failed(prepared.error());
        wait(stop);
        continue;
      }
      recovered();
      ready = true;
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
    handoff_.abandoned();
    if (!done) return tl::unexpected(done.error());
    ready = handoff_.store_ready();
  }
  return {};
}

Result<bool> Storer::store(Batch& batch) {
  const SteadyTime start = clock_.steady_now();
  if (!batch.rows.empty()) {
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
    const auto counts = write(batch.rows, slow);
    if (counts) {
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
        const auto rest = bisect(batch.rows, batch);
        if (rest) {
          metrics_.bisected_batches.Increment();
          count(*rest);
          return true;
        }
        batch.dead_letters.resize(letters);
        if (rest.error().cls == FailureClass::Fatal) {
          return fail(ErrorKind::Internal, sentence(rest.error()));
        }
        failed(rest.error());
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
        failed(failure);
        wait(cancel);
        continue;
    }
  }
  return false;
}

StoreResult<Storer::Counts> Storer::write(std::span<const Row> rows, bool slow) {
  if (auto ok = make_facts(rows); !ok) return tl::unexpected(ok.error());
  if (auto ok = make_partitions(facts_); !ok) return tl::unexpected(ok.error());
  Counts counts{.stored = facts_.size(), .duplicates = rows.size() - facts_.size()};
  if (!slow) {
    if (auto ok = database_.copy(facts_); !ok) return tl::unexpected(ok.error());
    return counts;
  }
  const auto stored = database_.merge(facts_);
  if (!stored) return tl::unexpected(stored.error());
  counts.stored = *stored;
  counts.duplicates = rows.size() - *stored;
  return counts;
}

StoreResult<Storer::Counts> Storer::bisect(std::span<const Row> rows, Batch& batch) {
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

bool Storer::all_known(std::span<const Row> rows) {
  facts_.clear();
  facts_.reserve(rows.size());
  for (const Row& row : rows) {
    const auto ids = directory_.find(row.result);
    if (!ids) return false;
    facts_.push_back(make_fact(row.result, *ids, row.record));
  }
  return true;
}

StoreResult<void> Storer::make_facts(std::span<const Row> rows) {
  const bool described = std::ranges::all_of(
      rows, [&](const Row& row) { return directory_.is_described(row.result.target); });
  if (!described || !all_known(rows)) {
    if (auto ok = directory_.learn(rows); !ok) return ok;
    require(all_known(rows), "a batch's names are known once they were learnt");
  }
  std::ranges::sort(facts_, [](const Fact& a, const Fact& b) {
    return a.same_key(b) ? a.record < b.record : a.before(b);
  });
  // The same slot twice in one batch: the first that came wins, as it does between batches.
  const auto rest =
      std::ranges::unique(facts_, [](const Fact& a, const Fact& b) { return a.same_key(b); });
  facts_.erase(rest.begin(), rest.end());
  return {};
}

StoreResult<void> Storer::make_partitions(std::span<const Fact> facts) {
  std::set<Day> missing;
  for (const Fact& fact : facts) {
    const Day day = day_of(fact);
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

void Storer::failed(const StoreFailure& failure) {
  metrics_.store_up.Set(0);
  handoff_.set_store_ready(false);
  health_.set_not_ready(kDependency, sentence(failure));
}

void Storer::recovered() {
  backoff_.reset();
  metrics_.store_up.Set(1);
  handoff_.set_store_ready(true);
  health_.set_ready(kDependency);
}

void Storer::wait(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock(mutex);
  never.wait_for(lock, stop, backoff_.next(), [] { return false; });
}

}  // namespace vedette::writer
