#pragma once

#include <filesystem>
#include <string>

#include "base/result.hpp"

namespace vedette {

/// Reads a file that holds one secret (a password, a token): one trailing newline is stripped;
/// an empty secret, one over 64 KiB, and CR, LF or NUL inside it are refused (they could end a
/// header or a connection string). Fails with Invalid or, when the file cannot be read,
/// Unavailable; the error names the file, never what it holds.
[[nodiscard]] Result<std::string> read_secret_file(const std::filesystem::path& file);

}  // namespace vedette
