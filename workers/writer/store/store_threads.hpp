#pragma once

#include <functional>
#include <list>
#include <string>

#include "writer/store/postgres_database.hpp"
#include "writer/store/storer.hpp"
#include "writer/worker_thread.hpp"

namespace vedette::writer {

/// What the threads that store share.
struct StoreParts {
  const DatabaseSettings& database;
  PostgresPartitions& partitions;
  DeadLetters& dead_letters;
  KnownNames& names;
  Handoff& handoff;
  const Clock& clock;
  runtime::Health& health;
  Metrics& metrics;
};

/// The threads "store-0", "store-1" …, each with a session of its own: PostgreSQL works on one
/// batch while another is read, or is written to its disk. A batch is stored by one of them.
class StoreThreads {
 public:
  /// Starts them. All parts must outlive it. `on_failure` is called, on its thread, by each that
  /// cannot go on, with the sentence for the person who must act.
  StoreThreads(const StoreParts& parts,
               const std::function<void(const std::string& error)>& on_failure);

  /// Ends them; whether all have ended by `end`. One that waits for a server that does not answer
  /// may not.
  [[nodiscard]] bool stop_by(SteadyTime end);

 private:
  struct Session {
    explicit Session(const StoreParts& parts);
    PostgresDatabase database;
    Storer storer;
  };

  std::list<Session> sessions_;
  std::list<WorkerThread> threads_;
};

}  // namespace vedette::writer
