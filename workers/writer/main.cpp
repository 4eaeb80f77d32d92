#include <iostream>
#include <variant>

#include "runtime/exit_code.hpp"
#include "runtime/logging.hpp"
#include "runtime/signals.hpp"
#include "writer/app.hpp"
#include "writer/config.hpp"
#include "writer/store/postgres_migrations.hpp"

namespace {

using namespace vedette;
using runtime::ExitCode;

ExitCode migrate(const writer::MigrateConfig& config) {
  const auto steps =
      writer::migrate_database(config.database, config.options,
                               [](std::string_view line) { std::cout << line << std::endl; });
  if (!steps) {
    std::cerr << "vedette-writer: " << steps.error().message << '\n';
    return steps.error().kind == ErrorKind::Invalid ? ExitCode::BadInput : ExitCode::Failed;
  }
  if (*steps == 0) std::cout << "the schema is up to date\n";
  return ExitCode::Ok;
}

}  // namespace

int main(int argc, char** argv) {
  const writer::Config config = writer::read_config(argc, argv, std::cout, std::cerr);
  if (const auto* code = std::get_if<ExitCode>(&config)) return runtime::to_int(*code);
  if (const auto* migration = std::get_if<writer::MigrateConfig>(&config)) {
    return runtime::to_int(migrate(*migration));
  }
  const auto& run = std::get<writer::RunConfig>(config);
  runtime::set_up_logging(run.logging);
  runtime::StopSignals signals;
  return runtime::to_int(writer::App(run, signals).run());
}
