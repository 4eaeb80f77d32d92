#pragma once

#include <atomic>
#include <memory>
#include <stop_token>
#include <string>
#include <thread>

#include "support/kafka_process.hpp"
#include "support/postgres_process.hpp"
#include "support/writer/result_feed.hpp"
#include "support/writer/synthetic_results.hpp"
#include "support/writer/writer_process.hpp"

namespace vedette::writer::test {

/// A broker, a database and a feed that never rests; writers come and go.
class FaultRig {
 public:
  FaultRig();

  /// A writer that has begun to store.
  [[nodiscard]] std::unique_ptr<vedette::test::WriterProcess> start_writer();

  /// Rows in the database; −1 while it is away.
  [[nodiscard]] std::int64_t rows() const;

  /// Waits until `more` rows were added to what is there now: batches are in flight.
  void wait_for_more(std::int64_t more) const;

  /// kill −9, and what it knew of duplicates is remembered.
  void kill(std::unique_ptr<vedette::test::WriterProcess> writer);

  /// SIGSTOP: what a writer has in hand is stored, its offsets cannot move.
  void freeze_broker() const;

  /// Ends the feed and waits until the broker has acknowledged all. Returns how many.
  [[nodiscard]] std::size_t stop_feed();

  vedette::test::PostgresProcess postgres;
  vedette::test::KafkaProcess kafka;
  double duplicates = 0;  ///< that writers of the past have seen

 private:
  void feed_until(std::stop_token stop);

  vedette::test::SyntheticResults results_;
  std::unique_ptr<vedette::test::ResultFeed> feed_;
  std::jthread thread_;
};

}  // namespace vedette::writer::test
