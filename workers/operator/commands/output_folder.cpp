#include "operator/commands/output_folder.hpp"

#include <fstream>
#include <optional>
#include <sstream>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "operator/render/content_key.hpp"

namespace vedette::op {
namespace {

namespace fs = std::filesystem;

std::optional<std::string> read(const fs::path& path) {
  const std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  std::ostringstream text;
  text << file.rdbuf();
  return std::move(text).str();
}

Result<void> replace(const fs::path& path, const std::string& bytes, fs::perms permissions) {
  const fs::path temporary = path.parent_path() / ("." + path.filename().string() + ".new");
  std::error_code error;
  {
    std::ofstream file(temporary, std::ios::binary | std::ios::trunc);
    fs::permissions(temporary, permissions, error);
    file << bytes;
    file.close();
    if (!file) error = std::make_error_code(std::errc::io_error);
  }
  if (!error) fs::rename(temporary, path, error);
  if (!error) return {};
  return fail(ErrorKind::Unavailable,
              "cannot write " + path.string() + ": " + error.message() + "; see --output-dir");
}

}  // namespace

Result<OutputFolder> OutputFolder::open(fs::path path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (!error) return OutputFolder(std::move(path));
  return fail(ErrorKind::Unavailable, "cannot make the directory " + path.string() + ": " +
                                          error.message() + "; see --output-dir");
}

PreviousOutput OutputFolder::previous(int index) const {
  const std::string plain = fmt::format("targets-{:02}.jsonl", index);
  Contents contents;
  for (const std::string& name : {plain, plain + ".gz"}) {
    if (std::optional<std::string> bytes = read(path_ / name)) {
      contents.emplace(name, std::move(*bytes));
    }
  }
  PreviousOutput previous;
  Result<TargetFile> file = restore(contents, index);
  if (!file) return previous;
  for (const auto& [id, line] : file->lines) {
    for (const std::string& key : file_keys(line)) {
      if (std::optional<std::string> content = read(path_ / key)) {
        previous.secrets.emplace(key, std::move(*content));
      }
    }
  }
  previous.file = std::move(*file);
  return previous;
}

Result<void> OutputFolder::write(const Contents& secrets, const StoredFile* file) const {
  constexpr fs::perms kOwner = fs::perms::owner_read | fs::perms::owner_write;
  for (const auto& [key, content] : secrets) {
    if (Result<void> written = replace(path_ / key, content, kOwner); !written) return written;
  }
  if (file == nullptr) return {};
  Result<void> written = replace(path_ / file->key, file->bytes,
                                 kOwner | fs::perms::group_read | fs::perms::others_read);
  if (!written) return written;
  const std::string other =
      file->compressed ? file->key.substr(0, file->key.size() - 3) : file->key + ".gz";
  std::error_code gone;
  fs::remove(path_ / other, gone);
  return {};
}

void OutputFolder::keep_only(const std::set<std::string>& keys) const {
  std::error_code error;
  std::vector<fs::path> others;
  for (const fs::directory_entry& entry : fs::directory_iterator(path_, error)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with("sha256-") && !keys.contains(name)) others.push_back(entry.path());
  }
  for (const fs::path& path : others) fs::remove(path, error);
}

}  // namespace vedette::op
