#include "bench/write/store.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <span>
#include <stdexcept>
#include <thread>
#include <vector>

#include <prometheus/registry.h>

#include "bench/write/workload.hpp"
#include "model/probe_result_json.hpp"
#include "writer/batch/flush_rule.hpp"
#include "writer/store/postgres_database.hpp"
#include "writer/store/storer.hpp"

namespace vedette::bench {
namespace {

using writer::Batch;

constexpr Millis kBatchDeadline{120'000};

/// Nothing becomes a dead letter here: it takes none.
class NoProducer final : public kafka::Producer {
 public:
  [[nodiscard]] kafka::Produced produce(kafka::Message /*message*/) override {
    return kafka::Produced::TooLarge;
  }
  [[nodiscard]] Result<void> flush(Millis /*deadline*/) override { return {}; }
  void purge() override {}
  [[nodiscard]] kafka::ProducerStats stats() const override { return {}; }
};

std::vector<model::ProbeResult> make_results(std::size_t rows) {
  const test::SyntheticResults source = make_workload();
  std::vector<model::ProbeResult> results;
  results.reserve(rows);
  for (std::size_t n = 0; n < rows; ++n) results.push_back(source.make(n));
  return results;
}

/// A batch of the results, as the writer's collector makes it of their records.
std::unique_ptr<Batch> make_batch(std::span<model::ProbeResult> results,
                                  const writer::KnownNames& known) {
  auto batch = std::make_unique<Batch>();
  batch->records.resize(results.size());
  batch->rows.reserve(results.size());
  for (std::size_t i = 0; i < results.size(); ++i) {
    add_result(*batch, std::move(results[i]), known, static_cast<std::uint32_t>(i));
  }
  // The store reads these again once it knows their names' numbers.
  for (const std::uint32_t record : batch->unnamed) {
    batch->records[record].value = batch->messages.emplace_back(to_json(results[record]));
  }
  sort_rows(*batch);
  return batch;
}

std::chrono::duration<double> cpu_of_this_process() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return std::chrono::seconds(time.tv_sec) + std::chrono::microseconds(time.tv_usec);
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

}  // namespace

StoreCost store_from_memory(const std::string& database_url, std::size_t rows) {
  RealClock clock;
  prometheus::Registry registry;
  writer::Metrics metrics(registry);
  runtime::Health health(clock);
  writer::Handoff handoff;
  const writer::DatabaseSettings settings{.url = database_url, .password_file = {}};
  writer::PostgresPartitions partitions(settings, metrics);
  writer::PostgresDatabase database(settings, partitions, metrics);
  const auto letters = writer::DeadLetters::start(
      [](const kafka::DeliveryFn&) -> Result<std::unique_ptr<kafka::Producer>> {
        return std::make_unique<NoProducer>();
      },
      health, metrics);
  if (!letters) throw std::runtime_error(letters.error().message);
  writer::KnownNames known;
  writer::Storer storer(database, **letters, known, handoff, clock, health, metrics);
  std::vector<model::ProbeResult> results = make_results(rows);
  if (const auto ready = database.prepare(); !ready) {
    throw std::runtime_error(ready.error().message);
  }
  const auto cpu = cpu_of_this_process();
  const SteadyTime start = clock.steady_now();
  // Two threads, as in the writer: one makes rows of results while the other stores.
  std::string trouble;
  std::jthread store([&](const std::stop_token& stop) {
    if (const auto done = storer.run(stop); !done) trouble = done.error().message;
  });
  const std::size_t most = writer::FlushRule{}.most_records;
  bool stored = true;
  for (std::size_t first = 0; first < rows && stored; first += most) {
    auto batch = make_batch(std::span(results).subspan(first, std::min(most, rows - first)), known);
    stored = handoff.wait_for_room(kBatchDeadline);
    if (stored) handoff.submit(std::move(batch));
  }
  stored = stored && handoff.wait_until_idle(kBatchDeadline);
  const StoreCost cost{clock.steady_now() - start, cpu_of_this_process() - cpu};
  store.request_stop();
  store.join();
  if (!trouble.empty()) throw std::runtime_error(trouble);
  if (!stored) throw std::runtime_error("a batch was not stored within two minutes");
  return cost;
}

}  // namespace vedette::bench
