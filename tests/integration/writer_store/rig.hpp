#pragma once

#include <memory>
#include <string>
#include <vector>

#include "kafka/producer.hpp"
#include "support/postgres_process.hpp"
#include "writer/maintain/maintainer.hpp"
#include "writer/store/dead_letters.hpp"
#include "writer/store/postgres_database.hpp"
#include "writer/store/storer.hpp"

namespace vedette::writer::test {

/// The one server of this program's tests; each case has a database of its own.
[[nodiscard]] vedette::test::PostgresProcess& server();

/// A new, empty database.
[[nodiscard]] std::string empty_database();
/// A new database with the schema in it.
[[nodiscard]] std::string migrated_database();

/// Today at 12:00 UTC: in the middle of a partition that rows of now may go into.
[[nodiscard]] SystemTime noon();

/// Everything between a batch and the database, without Kafka: dead letters are kept in a vector.
class Rig {
 public:
  explicit Rig(const std::string& uri, KnownNames::Capacities capacities = {});

  /// As the collector makes it of the results' records.
  [[nodiscard]] std::unique_ptr<Batch> make_batch(std::vector<model::ProbeResult> results) const;
  /// Stores results as one batch; false when it was cancelled. Throws on what is fatal.
  bool store(std::vector<model::ProbeResult> results);

  std::string uri;
  RealClock clock;
  prometheus::Registry registry;
  Metrics metrics{registry};
  runtime::Health health{clock};
  KnownNames known;
  Handoff handoff;
  PostgresPartitions partitions;
  PostgresDatabase database;
  PostgresMaintenance maintenance;
  std::vector<kafka::Message> letters_sent;
  std::unique_ptr<DeadLetters> letters;
  Storer storer;
};

/// `count` results of as many targets, all of the slot `scheduled_at`.
[[nodiscard]] std::vector<model::ProbeResult> results_at(SystemTime scheduled_at, std::size_t count,
                                                         std::size_t first = 0);

}  // namespace vedette::writer::test
