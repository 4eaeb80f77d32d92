#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace vedette::test {

/// Runs statements on a connection of its own. Throws what libpqxx throws.
void execute(const std::string& uri, const std::string& sql);

/// The one value that a query returns, as text; NULL is "NULL". Throws when there is no row.
[[nodiscard]] std::string value_of(const std::string& uri, const std::string& query);

/// The same as a number.
[[nodiscard]] std::int64_t number_of(const std::string& uri, const std::string& query);

/// Every row, its columns joined by '|', NULL as "NULL".
[[nodiscard]] std::vector<std::string> rows_of(const std::string& uri, const std::string& query);

}  // namespace vedette::test
