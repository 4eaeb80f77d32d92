#include "writer/migrate/migration_plan.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

#include <fmt/format.h>
#include <openssl/evp.h>

#include "base/require.hpp"

namespace vedette::writer {
namespace {

constexpr size_t kDigits = 4;

std::string sha256_of(std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  const int ok = EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr);
  require(ok == 1, "OpenSSL computes SHA-256");
  return fmt::format("{:02x}", fmt::join(digest.begin(), digest.begin() + size, ""));
}

}  // namespace

Result<std::vector<Migration>> number_migrations(std::span<const SqlFile> files) {
  std::vector<Migration> migrations;
  for (const SqlFile& file : files) {
    int version = 0;
    const char* end = file.name.data() + std::min(kDigits, file.name.size());
    // NOLINTNEXTLINE(bugprone-suspicious-stringview-data-usage): from_chars is given the end.
    const auto [parsed, error] = std::from_chars(file.name.data(), end, version);
    const bool numbered = error == std::errc() && parsed == file.name.data() + kDigits &&
                          file.name.size() > kDigits && file.name[kDigits] == '_';
    if (!numbered || version != static_cast<int>(migrations.size()) + 1) {
      return fail(ErrorKind::Internal, fmt::format("migration {} should begin with {:04}_",
                                                   file.name, migrations.size() + 1));
    }
    migrations.push_back({version, std::string(file.name), sha256_of(file.text), file.text});
  }
  return migrations;
}

Result<std::vector<Migration>> plan_migrations(const std::vector<Migration>& known,
                                               const std::vector<AppliedMigration>& applied) {
  std::map<int, const AppliedMigration*> done;
  for (const AppliedMigration& step : applied) done[step.version] = &step;
  std::vector<Migration> todo;
  for (const Migration& step : known) {
    const auto found = done.find(step.version);
    if (found == done.end()) {
      todo.push_back(step);
      continue;
    }
    if (!todo.empty()) {
      return fail(ErrorKind::Invalid,
                  fmt::format("the database has {} but lacks {}: it was not made by this program's "
                              "migrations; restore it or use an empty database",
                              found->second->name, todo.front().name));
    }
    if (found->second->sha256 != step.sha256) {
      return fail(ErrorKind::Invalid,
                  fmt::format("migration {} was applied with checksum {} but this program holds "
                              "{}: an applied migration never changes; use the release that "
                              "applied it, or a later one",
                              step.name, found->second->sha256, step.sha256));
    }
  }
  if (!todo.empty() && !done.empty() && done.rbegin()->first > todo.back().version) {
    return fail(ErrorKind::Invalid,
                fmt::format("the database has {} but lacks {}: restore it or use an empty database",
                            done.rbegin()->second->name, todo.front().name));
  }
  return todo;
}

}  // namespace vedette::writer
