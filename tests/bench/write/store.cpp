#include "bench/write/store.hpp"

#include <sys/resource.h>

#include <cstdint>
#include <iostream>
#include <memory>
#include <span>
#include <stdexcept>
#include <vector>

#include <prometheus/registry.h>

#include "bench/write/workload.hpp"
#include "model/probe_result_json.hpp"
#include "writer/store/store_threads.hpp"

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

/// A batch of the first of `results`, as the writer's collector makes it of their records. Takes
/// them off.
std::unique_ptr<Batch> make_batch(std::span<model::ProbeResult>& results,
                                  const writer::KnownNames& known) {
  const writer::FlushRule rule;
  auto batch = std::make_unique<Batch>();
  batch->records.reserve(rule.most_records);
  batch->rows.reserve(rule.most_records);
  std::size_t taken = 0;
  while (taken < results.size() && !rule.due(size_of(*batch), {}, {})) {
    kafka::Record& record = batch->records.emplace_back();
    model::ProbeResult& result = results[taken];
    const std::size_t unnamed = batch->unnamed.size();
    add_result(*batch, result, known, static_cast<std::uint32_t>(taken));
    ++taken;
    if (batch->unnamed.size() == unnamed) continue;
    // The store reads it again once it knows its names' numbers.
    record.value = batch->messages.emplace_back(to_json(result));
  }
  results = results.subspan(taken);
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
  const auto letters = writer::DeadLetters::start(
      [](const kafka::DeliveryFn&) -> Result<std::unique_ptr<kafka::Producer>> {
        return std::make_unique<NoProducer>();
      },
      health, metrics);
  if (!letters) throw std::runtime_error(letters.error().message);
  writer::KnownNames known;
  std::vector<model::ProbeResult> results = make_results(rows);
  const auto cpu = cpu_of_this_process();
  const SteadyTime start = clock.steady_now();
  // As in the writer: this thread makes rows of results while those store.
  writer::StoreThreads store(
      {settings, partitions, **letters, known, handoff, clock, health, metrics},
      [](const std::string& error) { std::cerr << error << '\n'; });
  bool stored = true;
  for (std::span<model::ProbeResult> left = results; !left.empty() && stored;) {
    auto batch = make_batch(left, known);
    stored = handoff.wait_for_room(kBatchDeadline);
    if (stored) handoff.submit(std::move(batch));
  }
  stored = stored && handoff.wait_until_idle(kBatchDeadline);
  const StoreCost cost{clock.steady_now() - start, cpu_of_this_process() - cpu};
  if (!stored) throw std::runtime_error("a batch was not stored within two minutes");
  return cost;
}

}  // namespace vedette::bench
