#pragma once

#include <mutex>
#include <set>

#include "writer/consume/time_window.hpp"
#include "writer/metrics.hpp"
#include "writer/store/postgres_session.hpp"

namespace vedette::writer {

/// Makes the daily partitions of probe_result, over a session of its own and in the role that owns
/// the table. Thread-safe: the store asks for days of rows in hand, the maintainer for days ahead.
class PostgresPartitions {
 public:
  /// `metrics` must outlive it.
  PostgresPartitions(const DatabaseSettings& settings, Metrics& metrics);

  /// Makes those that do not exist; several writers may do so at once.
  [[nodiscard]] StoreResult<void> make(const std::set<Day>& days);

 private:
  std::mutex mutex_;
  PostgresSession session_;  // guarded by mutex_
  Metrics& metrics_;
};

/// The role that owns probe_result, quoted; empty when the session has it already.
[[nodiscard]] std::string table_owner_role(pqxx::transaction_base& transaction);

/// Takes the role that owns probe_result when it is another's, for this transaction only.
void take_table_owner_role(pqxx::work& transaction);

}  // namespace vedette::writer
