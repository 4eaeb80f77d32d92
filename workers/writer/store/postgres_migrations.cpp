#include "writer/store/postgres_migrations.hpp"

#include <fmt/format.h>

#include "writer/store/postgres_exec.hpp"
#include "writer/store/postgres_locks.hpp"
#include "writer/store/postgres_session.hpp"

namespace vedette::writer {
namespace {

constexpr const char* kMakeTable =
    "CREATE TABLE IF NOT EXISTS schema_migration ("
    " version integer NOT NULL,"
    " name text NOT NULL,"
    " sha256 text NOT NULL,"
    " applied_at timestamptz NOT NULL DEFAULT now(),"
    " CONSTRAINT schema_migration_pkey PRIMARY KEY (version));"
    "COMMENT ON TABLE schema_migration IS"
    " 'Steps of sql/migrations that were applied here; an applied step never changes.';"
    "COMMENT ON COLUMN schema_migration.version IS 'Number of the step, from 1, without holes.';"
    "COMMENT ON COLUMN schema_migration.name IS 'Name of the file, without .sql.';"
    "COMMENT ON COLUMN schema_migration.sha256 IS 'Of the file''s text, 64 hexadecimal digits.';"
    "COMMENT ON COLUMN schema_migration.applied_at IS 'When it was applied.'";

Error to_error(const StoreFailure& failure, std::string_view doing) {
  const ErrorKind kind = failure.cls == FailureClass::Broken || failure.cls == FailureClass::Busy ||
                                 failure.cls == FailureClass::Retry
                             ? ErrorKind::Unavailable
                             : ErrorKind::Invalid;
  return {kind, fmt::format("{} failed: {}{}", doing, failure.message,
                            failure.sqlstate.empty() ? "" : " (" + failure.sqlstate + ")")};
}

/// Objects belong to vedette_owner where that role exists, is ours to take and may make them here
/// (roles are shared by all databases of a server).
void take_owner_role(pqxx::work& transaction) {
  const pqxx::result role = transaction.exec(
      "SELECT FROM pg_roles"
      " WHERE rolname = 'vedette_owner' AND pg_has_role(current_user, oid, 'MEMBER')"
      " AND has_schema_privilege(oid, current_schema(), 'CREATE')");
  if (!role.empty()) transaction.exec("SET LOCAL ROLE vedette_owner");
}

std::vector<AppliedMigration> read_applied(pqxx::work& transaction) {
  std::vector<AppliedMigration> applied;
  if (transaction.exec("SELECT to_regclass('schema_migration')")[0][0].is_null()) return applied;
  for (const auto& row :
       transaction.exec("SELECT version, name, sha256 FROM schema_migration ORDER BY version")) {
    applied.push_back({row[0].as<int>(), row[1].as<std::string>(), row[2].as<std::string>()});
  }
  return applied;
}

class Migrator {
 public:
  Migrator(const DatabaseSettings& database, const MigrateOptions& options,
           const std::function<void(std::string_view)>& say)
      : session_(database, Session::Migrate), options_(options), say_(say) {}

  Result<int> run() {
    const auto known = number_migrations(embedded_migrations());
    if (!known) return tl::unexpected(known.error());
    if (!options_.dry_run) {
      // Held until the session ends; waits for a neighbour that migrates.
      if (auto ok =
              step("waiting for other migrations",
                   [](pqxx::work& transaction) {
                     transaction.exec("SET SESSION lock_timeout = '600s'");
                     transaction.exec(fmt::format("SELECT pg_advisory_lock({})", kMigrationLock));
                     transaction.exec("SET SESSION lock_timeout = '5s'");
                   });
          !ok) {
        return tl::unexpected(ok.error());
      }
      if (options_.manage_roles) {
        if (auto ok = run_sql("making the roles", roles_sql()); !ok) {
          return tl::unexpected(ok.error());
        }
      }
    }
    std::vector<AppliedMigration> applied;
    if (auto ok = step("reading schema_migration",
                       [&](pqxx::work& transaction) { applied = read_applied(transaction); });
        !ok) {
      return tl::unexpected(ok.error());
    }
    const auto todo = plan_migrations(*known, applied);
    if (!todo) return tl::unexpected(todo.error());
    for (const Migration& migration : *todo) {
      if (auto ok = apply(migration); !ok) return tl::unexpected(ok.error());
    }
    if (!options_.dry_run) {
      if (auto ok = run_sql("granting", grants_sql()); !ok) return tl::unexpected(ok.error());
    }
    return static_cast<int>(todo->size());
  }

 private:
  Result<void> step(std::string_view doing, const std::function<void(pqxx::work&)>& body) {
    if (auto ok = session_.transact(body); !ok) {
      return tl::unexpected(to_error(ok.error(), doing));
    }
    return {};
  }

  Result<void> run_sql(std::string_view doing, std::string_view sql) {
    return step(doing, [&](pqxx::work& transaction) { transaction.exec(std::string(sql)); });
  }

  Result<void> apply(const Migration& migration) {
    if (options_.dry_run) {
      say_(fmt::format("would apply {}", migration.name));
      return {};
    }
    auto ok = step("migration " + migration.name, [&](pqxx::work& transaction) {
      take_owner_role(transaction);
      transaction.exec(kMakeTable);
      transaction.exec(std::string(migration.text));
      exec_params(transaction,
                  "INSERT INTO schema_migration (version, name, sha256) VALUES ($1, $2, $3)",
                  migration.version, migration.name, migration.sha256);
    });
    if (ok) say_(fmt::format("applied {}", migration.name));
    return ok;
  }

  PostgresSession session_;
  MigrateOptions options_;
  const std::function<void(std::string_view)>& say_;
};

}  // namespace

Result<int> migrate_database(const DatabaseSettings& database, const MigrateOptions& options,
                             const std::function<void(std::string_view)>& say) {
  return Migrator(database, options, say).run();
}

}  // namespace vedette::writer
