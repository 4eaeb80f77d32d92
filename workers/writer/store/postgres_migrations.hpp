#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "writer/migrate/migration_plan.hpp"
#include "writer/store/database_settings.hpp"

namespace vedette::writer {

struct MigrateOptions {
  bool dry_run = false;       ///< say what would be applied, change nothing
  bool manage_roles = false;  ///< make the roles too
};

/// Brings the schema up to what this program knows, each step in a transaction of its own, under
/// an advisory lock, so that several may be started at once. `say` gets one line per step. Returns
/// how many steps were (or, in a dry run, would be) applied. Fails with Invalid when the database
/// does not fit (migration_plan.hpp) or refuses a step, Unavailable when it cannot be reached.
[[nodiscard]] Result<int> migrate_database(const DatabaseSettings& database,
                                           const MigrateOptions& options,
                                           const std::function<void(std::string_view)>& say);

}  // namespace vedette::writer
