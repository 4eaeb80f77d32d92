#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "support/temporary_directory.hpp"
#include "targets/target_files.hpp"

namespace vedette::test {

/// A directory of target files beside one of secrets, and what loads them.
class TargetBed {
 public:
  TargetBed();

  [[nodiscard]] std::filesystem::path files() const { return directory_.path() / "targets"; }
  [[nodiscard]] std::filesystem::path secrets() const { return directory_.path() / "secrets"; }
  [[nodiscard]] targets::TargetFilesOptions options() const;

  /// Writes a file below files(), in place.
  void write(const std::string& name, std::string_view text) const;
  void write_gzip(const std::string& name, std::string_view text) const;
  void write_secret(const std::string& path, std::string_view text) const;
  void remove(const std::string& name) const;

  std::shared_ptr<const targets::TargetSet> load() { return loader_.load(); }

 private:
  TemporaryDirectory directory_{"targets"};
  targets::TargetFiles loader_;
};

/// A manifest as YAML; `spec` holds more lines of the spec, indented by two.
[[nodiscard]] std::string manifest(std::string_view name, std::string_view spec = "",
                                   std::string_view url = "https://shop.example/");

/// The same as one line of an operator's file, in namespace "default".
[[nodiscard]] std::string rendered_line(std::string_view name,
                                        std::string_view url = "https://shop.example/");

/// An operator's file: header and lines. `count` below 0 means as many as there are lines.
[[nodiscard]] std::string rendered(std::string_view file, long epoch,
                                   const std::vector<std::string>& lines, long count = -1,
                                   std::string_view more = "");

[[nodiscard]] std::string gzip(std::string_view text);

void write_file(const std::filesystem::path& path, std::string_view text);

/// Names of the loaded targets, sorted.
[[nodiscard]] std::vector<std::string> names_of(const targets::TargetSet& set);
/// Null when there is none of that name.
[[nodiscard]] const targets::LoadedTarget* find(const targets::TargetSet& set,
                                                std::string_view name);
/// All faults as text, one a line, for messages of failed checks.
[[nodiscard]] std::string faults_of(const targets::TargetSet& set);
[[nodiscard]] bool has_fault(const targets::TargetSet& set, std::string_view part);

}  // namespace vedette::test
