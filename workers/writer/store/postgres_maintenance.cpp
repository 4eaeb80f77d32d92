#include "writer/store/postgres_maintenance.hpp"

#include <fmt/format.h>

#include "writer/store/postgres_locks.hpp"
#include "writer/store/postgres_partitions.hpp"
#include "writer/store/postgres_schedule.hpp"

namespace vedette::writer {

PostgresMaintenance::PostgresMaintenance(const DatabaseSettings& settings)
    : session_(settings, Session::Maintain) {
  session_.on_connect([this](pqxx::connection&) { holds_ = false; });
}

StoreResult<bool> PostgresMaintenance::try_hold() {
  const auto done = session_.transact([&](pqxx::work& transaction) {
    if (holds_) {
      transaction.exec("SELECT 1");
      return;
    }
    holds_ = transaction.exec(fmt::format("SELECT pg_try_advisory_lock({})", kMaintainerLock))[0][0]
                 .as<bool>();
  });
  if (!done) {
    session_.drop();
    return tl::unexpected(done.error());
  }
  return holds_;
}

StoreResult<std::vector<PartitionState>> PostgresMaintenance::partitions() {
  std::vector<PartitionState> found;
  const auto done = session_.transact([&](pqxx::work& transaction) {
    const auto rows = transaction.exec(
        "SELECT c.relname, i.inhrelid IS NOT NULL, coalesce(i.inhdetachpending, false)"
        " FROM pg_class AS c"
        " JOIN pg_class AS p ON p.oid = 'probe_result'::regclass"
        " AND p.relnamespace = c.relnamespace"
        " LEFT JOIN pg_inherits AS i ON i.inhrelid = c.oid AND i.inhparent = p.oid"
        " WHERE c.relkind = 'r' AND c.relname ~ '^probe_result_[0-9]{8}$'");
    for (const auto& row : rows) {
      using Attachment = PartitionState::Attachment;
      const bool attached = row[1].as<bool>();
      const bool detaching = row[2].as<bool>();
      found.push_back({row[0].as<std::string>(), detaching  ? Attachment::Detaching
                                                 : attached ? Attachment::Attached
                                                            : Attachment::Detached});
    }
  });
  if (!done) return tl::unexpected(done.error());
  return found;
}

StoreResult<void> PostgresMaintenance::drop_partition(const PartitionState& partition) {
  return session_.run([&](pqxx::connection& connection) {
    // Neither form of DETACH may run inside a transaction block.
    pqxx::nontransaction plain(connection);
    const std::string role = table_owner_role(plain);
    if (!role.empty()) plain.exec("SET ROLE " + role);
    if (partition.attachment != PartitionState::Attachment::Detached) {
      plain.exec(fmt::format("ALTER TABLE probe_result DETACH PARTITION {} {}", partition.name,
                             partition.attachment == PartitionState::Attachment::Detaching
                                 ? "FINALIZE"
                                 : "CONCURRENTLY"));
    }
    plain.exec("DROP TABLE IF EXISTS " + partition.name);
    if (!role.empty()) plain.exec("RESET ROLE");
  });
}

StoreResult<void> PostgresMaintenance::analyze() {
  return session_.transact([](pqxx::work& transaction) {
    take_table_owner_role(transaction);
    transaction.exec("ANALYZE probe_result");
  });
}

StoreResult<StoredSchedule> PostgresMaintenance::read_schedule() {
  StoredSchedule stored;
  const auto done =
      session_.transact([&](pqxx::work& transaction) { stored = read_schedule_rows(transaction); });
  if (!done) return tl::unexpected(done.error());
  return stored;
}

StoreResult<void> PostgresMaintenance::write_schedule(const SchedulePlan& plan) {
  return session_.transact(
      [&](pqxx::work& transaction) { write_schedule_rows(transaction, plan); });
}

}  // namespace vedette::writer
