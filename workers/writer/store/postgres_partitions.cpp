#include "writer/store/postgres_partitions.hpp"

#include <fmt/format.h>

#include "base/time_text.hpp"
#include "runtime/logging.hpp"
#include "writer/store/partition_plan.hpp"
#include "writer/store/postgres_exec.hpp"
#include "writer/store/postgres_locks.hpp"

namespace vedette::writer {
namespace {

bool attached(pqxx::work& transaction, const std::string& name) {
  return !exec_params(transaction,
                      "SELECT FROM pg_inherits WHERE inhrelid = to_regclass($1)"
                      " AND inhparent = 'probe_result'::regclass",
                      name)
              .empty();
}

/// LIKE + ATTACH takes SHARE UPDATE EXCLUSIVE on the parent, which readers and COPY do not wait
/// for; PARTITION OF would take ACCESS EXCLUSIVE. Indexes come with the attachment; constraints,
/// should a person have added some, must be there before.
void make_partition(pqxx::work& transaction, Day day, const std::string& name) {
  transaction.exec(fmt::format(
      "CREATE TABLE IF NOT EXISTS {} (LIKE probe_result INCLUDING DEFAULTS INCLUDING CONSTRAINTS)",
      name));
  transaction.exec(
      fmt::format("ALTER TABLE probe_result ATTACH PARTITION {} FOR VALUES FROM ('{}') TO ('{}')",
                  name, to_rfc3339(day), to_rfc3339(day + std::chrono::days(1))));
}

}  // namespace

std::string table_owner_role(pqxx::transaction_base& transaction) {
  const pqxx::result owners = transaction.exec(
      "SELECT quote_ident(pg_get_userbyid(relowner)), pg_get_userbyid(relowner) = current_user"
      " FROM pg_class WHERE oid = 'probe_result'::regclass");
  const pqxx::row owner = owners.at(0);
  return owner[1].as<bool>() ? std::string() : owner[0].as<std::string>();
}

void take_table_owner_role(pqxx::work& transaction) {
  const std::string role = table_owner_role(transaction);
  if (!role.empty()) transaction.exec("SET LOCAL ROLE " + role);
}

PostgresPartitions::PostgresPartitions(const DatabaseSettings& settings, Metrics& metrics)
    : session_(settings, Session::Maintain), metrics_(metrics) {}

StoreResult<void> PostgresPartitions::make(const std::set<Day>& days) {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> made;
  auto done = session_.transact([&](pqxx::work& transaction) {
    made.clear();
    transaction.exec(fmt::format("SELECT pg_advisory_xact_lock({})", kPartitionLock));
    take_table_owner_role(transaction);
    for (const Day day : days) {
      const std::string name = partition_name(day);
      if (attached(transaction, name)) continue;
      make_partition(transaction, day, name);
      made.push_back(name);
    }
  });
  if (!done) return done;
  for (const std::string& name : made) {
    metrics_.partitions_created.Increment();
    runtime::log_info("Made a partition", {{"partition", name}});
  }
  return {};
}

}  // namespace vedette::writer
