#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "base/clock.hpp"
#include "support/temporary_directory.hpp"

namespace vedette::test {

/// A clock that stands.
class StandingClock final : public Clock {
 public:
  SystemTime now;

  [[nodiscard]] SystemTime system_now() const override { return now; }
  [[nodiscard]] SteadyTime steady_now() const override { return {}; }
};

inline void write_file(const std::filesystem::path& path, const std::string& text) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

inline std::string read_file(const std::filesystem::path& path) {
  const std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// A manifest of namespace shop as YAML; `spec` holds more lines of the spec, indented by two.
inline std::string manifest(const std::string& name, const std::string& spec = "") {
  return "apiVersion: vedette.dev/v1alpha1\nkind: Target\nmetadata:\n  namespace: shop\n  name: " +
         name + "\nspec:\n  url: https://shop.example/\n" + spec;
}

inline const std::string kWithSecret =
    "  http:\n    authorization:\n      credentialsFrom: {secretKeyRef: {name: login, key: "
    "token}}\n";

}  // namespace vedette::test
