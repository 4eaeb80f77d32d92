#include "bench/write/store.hpp"

#include <sys/resource.h>

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <vector>

#include <prometheus/registry.h>

#include "bench/write/workload.hpp"
#include "writer/batch/flush_rule.hpp"
#include "writer/store/postgres_database.hpp"
#include "writer/store/storer.hpp"

namespace vedette::bench {
namespace {

using writer::Batch;
using writer::Row;

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

std::vector<std::unique_ptr<Batch>> make_batches(std::size_t rows) {
  const test::SyntheticResults results = make_workload();
  const std::size_t most = writer::FlushRule{}.most_records;
  std::vector<std::unique_ptr<Batch>> batches;
  for (std::size_t n = 0; n < rows; ++n) {
    if (n % most == 0) {
      batches.push_back(std::make_unique<Batch>());
      batches.back()->rows.reserve(most);
    }
    std::vector<Row>& filled = batches.back()->rows;
    filled.push_back({results.make(n), static_cast<std::uint32_t>(filled.size())});
  }
  return batches;
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
  writer::Storer storer(database, **letters, handoff, clock, health, metrics);
  const auto batches = make_batches(rows);
  if (const auto ready = database.prepare(); !ready) {
    throw std::runtime_error(ready.error().message);
  }
  const auto cpu = cpu_of_this_process();
  const SteadyTime start = clock.steady_now();
  for (const auto& batch : batches) {
    if (const auto done = storer.store(*batch); !done) {
      throw std::runtime_error(done.error().message);
    }
  }
  return {clock.steady_now() - start, cpu_of_this_process() - cpu};
}

}  // namespace vedette::bench
