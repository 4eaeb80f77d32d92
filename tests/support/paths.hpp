#pragma once

#include <filesystem>
#include <string>

namespace vedette::test {

/// The root of the source tree. The paths of a clone stand in one object file only, so that
/// another clone's compiler cache serves all the others.
[[nodiscard]] std::filesystem::path source_dir();

/// The workers' programs of this build.
[[nodiscard]] std::string prober_program();
[[nodiscard]] std::string writer_program();
[[nodiscard]] std::string operator_program();
/// vedette-site (tests/support/site).
[[nodiscard]] std::string site_program();

}  // namespace vedette::test
