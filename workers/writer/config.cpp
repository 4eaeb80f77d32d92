#include "writer/config.hpp"

#include <optional>
#include <ostream>

#include <fmt/format.h>

#include "kafka/options.hpp"
#include "model/place_name.hpp"
#include "runtime/logging_options.hpp"
#include "runtime/options.hpp"
#include "writer/store/partition_plan.hpp"

namespace vedette::writer {
namespace {

using runtime::ExitCode;

void add_database_options(CLI::App& app, DatabaseSettings& database) {
  app.add_option("--database-url", database.url,
                 "PostgreSQL, as a URI (postgresql://user@host:5432/db?sslmode=verify-full"
                 "&sslrootcert=ca.pem) or keyword=value pairs")
      ->required();
  app.add_option("--database-password-file", database.password_file,
                 "File that holds the database password; read at each connection");
}

/// The first thing that is wrong with values that parse.
std::optional<std::string> fault_of(const RunConfig& config, const std::string& retention) {
  if (const auto valid = kafka::validate(config.kafka); !valid) return valid.error().message;
  if (!retention_from(retention)) {
    return fmt::format("--retention is {}, but should be whole days from 1d to 3650d", retention);
  }
  if (!model::is_place_name(config.source)) {
    return fmt::format("--source is {}, but should be 1 to 63 of a-z, 0-9 and -", config.source);
  }
  for (const std::string& location : config.locations) {
    if (model::is_place_name(location)) continue;
    return fmt::format("--locations has {}, but should have names of 1 to 63 of a-z, 0-9 and -",
                       location);
  }
  return std::nullopt;
}

}  // namespace

Config read_config(int argc, const char* const* argv, std::ostream& out, std::ostream& err) {
  CLI::App app("Stores what Vedette's probers find in PostgreSQL", "vedette-writer");
  app.require_subcommand(1);

  RunConfig run;
  std::string retention = "30d";
  CLI::App* run_command = app.add_subcommand("run", "Store results until told to stop");
  add_database_options(*run_command, run.database);
  kafka::add_connection_options(*run_command, run.kafka);
  kafka::add_topic_options(*run_command, run.topics);
  run_command->add_option("--targets", run.targets,
                          "Files or directories of targets: which slots are expected. Without it "
                          "gaps are not known");
  run_command->add_option("--locations", run.locations, "Names of the prober groups")
      ->capture_default_str();
  run_command->add_option("--source", run.source, "Source of hand-written targets")
      ->capture_default_str();
  run_command->add_option("--retention", retention, "How long results are kept, whole days")
      ->capture_default_str();
  run_command->add_option("--listen", run.listen, "Address of /metrics, /livez and /readyz")
      ->capture_default_str();
  runtime::add_logging_options(*run_command, run.logging);

  MigrateConfig migrate;
  CLI::App* migrate_command =
      app.add_subcommand("migrate", "Bring the database's schema up to this release");
  add_database_options(*migrate_command, migrate.database);
  migrate_command->add_flag("--dry-run", migrate.options.dry_run,
                            "Say what would be applied and change nothing");
  migrate_command->add_flag("--manage-roles", migrate.options.manage_roles,
                            "Make the roles vedette_owner, vedette_migrate, vedette_writer and "
                            "vedette_reader");
  runtime::add_logging_options(*migrate_command, migrate.logging);

  if (const auto code = runtime::parse_command_line(app, argc, argv, out, err)) return *code;
  if (migrate_command->parsed()) return migrate;
  if (const auto fault = fault_of(run, retention)) {
    err << "vedette-writer: " << *fault << '\n';
    return ExitCode::BadInput;
  }
  run.retention = *retention_from(retention);
  return run;
}

}  // namespace vedette::writer
