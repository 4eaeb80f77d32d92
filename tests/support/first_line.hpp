#pragma once

#include <filesystem>
#include <string>

namespace vedette::test {

/// The first line of a file, without its newline. Throws std::runtime_error when there is none.
[[nodiscard]] std::string first_line(const std::filesystem::path& file);

}  // namespace vedette::test
