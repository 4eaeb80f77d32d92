#pragma once

#include <span>
#include <string_view>

namespace vedette::writer {

struct SqlFile {
  std::string_view name;  ///< "0001_names"
  std::string_view text;
};

/// sql/migrations, in the order of their numbers, as they were when this binary was built.
[[nodiscard]] std::span<const SqlFile> embedded_migrations();

/// sql/roles/roles.sql: makes the roles; only with --manage-roles.
[[nodiscard]] std::string_view roles_sql();
/// sql/roles/grants.sql: what the roles that exist may do; after every migration.
[[nodiscard]] std::string_view grants_sql();

}  // namespace vedette::writer
