#pragma once

#include <filesystem>
#include <string>

namespace vedette::writer {

/// How to reach the database: what the flags --database-… say.
struct DatabaseSettings {
  std::string url;                      ///< libpq's: a URI or keyword=value pairs
  std::filesystem::path password_file;  ///< empty: the password is in the URL, or not needed
};

}  // namespace vedette::writer
