#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "writer/migrate/embedded_sql.hpp"

namespace vedette::writer {

/// One numbered step of the schema.
struct Migration {
  int version = 0;
  std::string name;    ///< "0001_names"
  std::string sha256;  ///< of the text, 64 hex digits
  std::string_view text;
};

/// A row of schema_migration.
struct AppliedMigration {
  int version = 0;
  std::string name;
  std::string sha256;
};

/// Numbers the files. Fails with Internal when a name does not begin with four digits and '_', or
/// the numbers are not 1, 2, 3 ….
[[nodiscard]] Result<std::vector<Migration>> number_migrations(std::span<const SqlFile> files);

/// Which of `known` are still to be applied, in order: forward only. Steps that a newer release has
/// applied are left alone. Fails with Invalid when an applied step's text has changed since, or
/// when the steps applied are not the first ones of `known`.
[[nodiscard]] Result<std::vector<Migration>> plan_migrations(
    const std::vector<Migration>& known, const std::vector<AppliedMigration>& applied);

}  // namespace vedette::writer
