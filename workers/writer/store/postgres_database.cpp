#include "writer/store/postgres_database.hpp"

#include <fmt/format.h>

#include "writer/migrate/embedded_sql.hpp"
#include "writer/store/copy_line.hpp"
#include "writer/store/postgres_copy.hpp"
#include "writer/store/postgres_lookup.hpp"

namespace vedette::writer {
namespace {

constexpr const char* kIncoming = "incoming_result";

}  // namespace

PostgresDatabase::PostgresDatabase(const DatabaseSettings& settings, PostgresPartitions& partitions,
                                   Metrics& metrics)
    : session_(settings, Session::Store), partitions_(partitions), metrics_(metrics) {}

StoreResult<void> PostgresDatabase::prepare() {
  std::size_t applied = 0;
  auto read = session_.transact([&](pqxx::work& transaction) {
    if (transaction.exec("SELECT to_regclass('schema_migration')")[0][0].is_null()) return;
    applied = transaction.exec("SELECT count(*) FROM schema_migration")[0][0].as<std::size_t>();
  });
  if (!read) return read;
  if (applied < embedded_migrations().size()) {
    return tl::unexpected(StoreFailure{
        FailureClass::Busy, "",
        fmt::format("the schema has {} of the {} migrations that this release needs; run "
                    "vedette-writer migrate",
                    applied, embedded_migrations().size())});
  }
  return {};
}

StoreResult<IdsByName> PostgresDatabase::find_or_add(NameTable table,
                                                     const std::vector<std::string>& names) {
  IdsByName ids;
  std::size_t added = 0;
  const auto done = session_.transact(
      [&](pqxx::work& transaction) { find_or_add_names(transaction, table, names, ids, added); });
  if (!done) return tl::unexpected(done.error());
  metrics_.lookup_rows.Increment(static_cast<double>(added));
  return ids;
}

StoreResult<IdsByTarget> PostgresDatabase::find_or_add(const std::vector<TargetRecord>& targets) {
  IdsByTarget ids;
  std::size_t added = 0;
  const auto done = session_.transact(
      [&](pqxx::work& transaction) { find_or_add_targets(transaction, targets, ids, added); });
  if (!done) return tl::unexpected(done.error());
  metrics_.lookup_rows.Increment(static_cast<double>(added));
  return ids;
}

StoreResult<IdsByName> PostgresDatabase::find_or_add(
    const std::vector<CertificateRecord>& certificates) {
  IdsByName ids;
  std::size_t added = 0;
  const auto done = session_.transact([&](pqxx::work& transaction) {
    find_or_add_certificates(transaction, certificates, ids, added);
  });
  if (!done) return tl::unexpected(done.error());
  metrics_.lookup_rows.Increment(static_cast<double>(added));
  return ids;
}

StoreResult<void> PostgresDatabase::make_partitions(const std::set<Day>& days) {
  return partitions_.make(days);
}

StoreResult<void> PostgresDatabase::copy(std::span<const Fact> facts) {
  return session_.transact(
      [&](pqxx::work& transaction) { copy_facts(transaction, "probe_result", facts); });
}

StoreResult<std::size_t> PostgresDatabase::merge(std::span<const Fact> facts) {
  std::size_t stored = 0;
  const auto done = session_.transact([&](pqxx::work& transaction) {
    transaction.exec(fmt::format(
        "CREATE TEMPORARY TABLE IF NOT EXISTS {} (LIKE probe_result) ON COMMIT DELETE ROWS",
        kIncoming));
    copy_facts(transaction, fmt::format("pg_temp.{}", kIncoming), facts);
    stored = transaction
                 .exec(fmt::format("INSERT INTO probe_result ({0}) SELECT {0} FROM pg_temp.{1}"
                                   " ORDER BY target_id, location_id, scheduled_at"
                                   " ON CONFLICT DO NOTHING RETURNING 1",
                                   kFactColumns, kIncoming))
                 .size();
  });
  if (!done) return tl::unexpected(done.error());
  return stored;
}

}  // namespace vedette::writer
