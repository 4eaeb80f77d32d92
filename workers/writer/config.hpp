#pragma once

#include <chrono>
#include <filesystem>
#include <iosfwd>
#include <string>
#include <variant>
#include <vector>

#include "kafka/settings.hpp"
#include "kafka/topics.hpp"
#include "runtime/exit_code.hpp"
#include "runtime/logging.hpp"
#include "writer/store/database_settings.hpp"
#include "writer/store/postgres_migrations.hpp"

namespace vedette::writer {

/// `vedette-writer run`
struct RunConfig {
  DatabaseSettings database;
  kafka::Settings kafka;
  kafka::TopicOptions topics;
  std::vector<std::filesystem::path> targets;  ///< empty: no schedule is kept
  std::vector<std::string> locations{"default"};
  std::string source = "default";
  std::chrono::days retention{30};
  std::string listen = ":9091";
  runtime::LogOptions logging;
};

/// `vedette-writer migrate`
struct MigrateConfig {
  DatabaseSettings database;
  MigrateOptions options;
  runtime::LogOptions logging;
};

/// What the command line asks for, or the code to exit with at once.
using Config = std::variant<RunConfig, MigrateConfig, runtime::ExitCode>;

/// Reads flags and environment; help goes to `out`, what is wrong in one sentence to `err`.
[[nodiscard]] Config read_config(int argc, const char* const* argv, std::ostream& out,
                                 std::ostream& err);

}  // namespace vedette::writer
