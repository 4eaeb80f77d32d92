#pragma once

#include <memory>

#include <boost/test/unit_test.hpp>

#include "fake_database.hpp"
#include "fake_producer.hpp"
#include "records.hpp"
#include "writer/store/storer.hpp"

namespace vedette::writer::test {

/// A Storer between a database and a producer that do as told.
struct StoreBed {
  RealClock clock;
  prometheus::Registry registry;
  Metrics metrics{registry};
  runtime::Health health{clock};
  KnownNames known;
  Handoff handoff;
  FakeDatabase database;
  FakeProducer* producer = nullptr;
  std::unique_ptr<DeadLetters> letters =
      DeadLetters::start(
          [this](kafka::DeliveryFn on_delivery) -> Result<std::unique_ptr<kafka::Producer>> {
            auto made = std::make_unique<FakeProducer>(std::move(on_delivery));
            producer = made.get();
            return made;
          },
          health, metrics)
          .value();
  Storer storer{database, *letters, known, handoff, clock, health, metrics};

  /// A batch of `count` good rows, one slot after the other from `first`.
  std::unique_ptr<Batch> make_batch(int count, int first = 0) {
    auto batch = std::make_unique<Batch>();
    for (int i = 0; i < count; ++i) add(*batch, result_of_slot(first + i));
    return batch;
  }

  static model::ProbeResult result_of_slot(int number) {
    model::ProbeResult result = good_result();
    result.scheduled_at += Millis(30'000) * number;
    return result;
  }

  /// As the collector does with a record that decodes to `result`.
  void add(Batch& batch, model::ProbeResult result) {
    const auto index = static_cast<std::uint32_t>(batch.records.size());
    batch.records.push_back(make_record(result, index));
    add_result(batch, result, known, index);
    batch.next_offsets[{"vedette.results", 0}] = index + 1;
  }

  /// Stores a batch that is expected to succeed.
  void store(Batch& batch) {
    sort_rows(batch);
    const auto done = storer.store(batch);
    BOOST_REQUIRE_MESSAGE(done.has_value(), (done ? "" : done.error().message));
    BOOST_TEST(*done);
  }
};

}  // namespace vedette::writer::test
