#include "targets/files/load.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "targets/files/directory.hpp"
#include "targets/files/file_reader.hpp"
#include "targets/files/merge.hpp"
#include "targets/rules/rule.hpp"
#include "targets/secrets.hpp"

namespace vedette::targets {
namespace {

constexpr std::string_view kPlainEnding = ".jsonl";
constexpr std::string_view kGzipEnding = ".jsonl.gz";
constexpr std::array<std::string_view, 3> kHandWrittenEndings{".yaml", ".yml", ".json"};

bool is_rendered(std::string_view name) {
  return name.ends_with(kPlainEnding) || name.ends_with(kGzipEnding);
}

bool is_hand_written(std::string_view name) {
  return std::any_of(kHandWrittenEndings.begin(), kHandWrittenEndings.end(),
                     [&](std::string_view ending) { return name.ends_with(ending); });
}

/// The plain and the compressed form are one file: both go by the plain one's name.
std::string file_name(const std::string& name) {
  return name.ends_with(kGzipEnding) ? name.substr(0, name.size() - 3) : name;
}

/// One reading of all paths.
class Reading {
 public:
  Reading(const TargetFilesOptions& options, const FileStates& previous, PatternCheck& patterns)
      : options_(options),
        previous_(previous),
        patterns_(patterns),
        secrets_(options.secrets_dir) {}

  Load run() {
    for (size_t i = 0; i < options_.paths.size(); ++i) read_path(i);
    for (const auto& [path, state] : load_.states) {
      if (state->stale) stale_.insert(path);
    }
    merge(load_.states, options_.referenced_texts, secrets_, load_.set);
    load_.set.counts.stale_files = stale_.size();
    load_.overtaken = secrets_.replaced() ||
                      std::any_of(directories_.begin(), directories_.end(),
                                  [](const Directory& directory) { return directory.replaced(); });
    return std::move(load_);
  }

 private:
  void read_path(size_t origin) {
    const std::filesystem::path& path = options_.paths[origin];
    std::error_code error;
    if (std::filesystem::is_directory(path, error)) {
      read_directory(origin, path);
    } else {
      read_single(origin, path);
    }
  }

  void read_directory(size_t origin, const std::filesystem::path& path) {
    Result<Directory> directory = Directory::open(path);
    const Result<std::vector<std::string>> names =
        directory ? directory->names()
                  : Result<std::vector<std::string>>(tl::unexpected(directory.error()));
    if (!names) {
      keep_all(origin, path, Rule::FileUnreadable, names.error().message);
      return;
    }
    size_t found = 0;
    for (const std::string& name : *names) {
      if (!is_hand_written(name) && !is_rendered(name)) continue;
      ++found;
      read_file(origin, *directory, name);
    }
    if (found == 0) {
      keep_all(origin, path, Rule::FileMissing,
               "the directory holds no .yaml, .yml, .json, .jsonl or .jsonl.gz file");
    }
    keep_vanished(origin);
    directories_.push_back(std::move(*directory));
  }

  void read_single(size_t origin, const std::filesystem::path& path) {
    const std::string name = path.filename().string();
    std::error_code error;
    if (!std::filesystem::exists(path, error)) {
      keep_all(origin, path, Rule::FileMissing, error ? error.message() : "is not there");
      return;
    }
    if (!is_hand_written(name) && !is_rendered(name)) {
      keep_all(origin, path, Rule::FileUnreadable,
               "its ending is none of .yaml, .yml, .json, .jsonl and .jsonl.gz");
      return;
    }
    Result<Directory> directory =
        Directory::open(path.has_parent_path() ? path.parent_path() : std::filesystem::path("."));
    if (!directory) {
      keep_all(origin, path, Rule::FileUnreadable, directory.error().message);
      return;
    }
    read_file(origin, *directory, name);
    directories_.push_back(std::move(*directory));
  }

  void read_file(size_t origin, const Directory& directory, const std::string& name) {
    const std::string path = (directory.path() / file_name(name)).lexically_normal().string();
    if (load_.states.contains(path)) return;  // by another path, or the other form
    const auto known = previous_.find(path);
    const FileToRead file{path, origin, known == previous_.end() ? nullptr : known->second.get()};
    if (is_rendered(name)) {
      read_operators(file, directory, file_name(name));
    } else {
      read_manifests(file, directory, name);
    }
    if (!load_.states.contains(path) && known != previous_.end()) {
      load_.states.emplace(path, known->second);
    }
  }

  void read_manifests(const FileToRead& file, const Directory& directory, const std::string& name) {
    const Result<UniqueFd> fd = directory.open_file(name);
    Result<std::shared_ptr<const FileState>> state =
        fd ? read_hand_written(file, *fd, options_.source, patterns_)
           : Result<std::shared_ptr<const FileState>>(tl::unexpected(fd.error()));
    if (!state) {
      add_fault(file.path, Rule::FileUnreadable, state.error().message);
      stale_.insert(file.path);
    } else if (*state) {
      load_.states.emplace(file.path, std::move(*state));
    }
  }

  void read_operators(const FileToRead& file, const Directory& directory, const std::string& name) {
    std::vector<RenderedForm> forms;
    std::string why;
    for (const auto& [form, format] : {std::pair(name, LineReader::Format::Plain),
                                       std::pair(name + ".gz", LineReader::Format::Gzip)}) {
      Result<UniqueFd> fd = directory.open_file(form);
      if (fd) {
        forms.push_back({form, format, std::move(*fd)});
      } else if (why.empty()) {
        why = fd.error().message;
      }
    }
    if (forms.empty()) {
      add_fault(file.path, Rule::FileUnreadable, why);
      stale_.insert(file.path);
      return;
    }
    auto state = read_rendered(file, std::move(forms), patterns_);
    if (!state) {
      std::vector<Fault>& faults = load_.set.faults;
      faults.insert(faults.end(), state.error().begin(), state.error().end());
      stale_.insert(file.path);
    } else if (*state) {
      load_.states.emplace(file.path, std::move(*state));
    }
  }

  /// Nothing of this path can be read: what is in effect stays.
  void keep_all(size_t origin, const std::filesystem::path& path, Rule rule,
                const std::string& why) {
    add_fault(path.string(), rule, why);
    for (const auto& [known, state] : previous_) {
      if (state->origin == origin && load_.states.emplace(known, state).second)
        stale_.insert(known);
    }
  }

  /// Operator files that were there before and are not now.
  void keep_vanished(size_t origin) {
    for (const auto& [path, state] : previous_) {
      if (state->origin != origin || !state->rendered || load_.states.contains(path)) continue;
      add_fault(path, Rule::FileMissing, "is gone; its last good targets stay in effect");
      load_.states.emplace(path, state);
      stale_.insert(path);
    }
  }

  void add_fault(const std::string& path, Rule rule, const std::string& message) {
    load_.set.faults.push_back({path, 0, "", "", message, rule_id(rule)});
  }

  const TargetFilesOptions& options_;
  const FileStates& previous_;
  PatternCheck& patterns_;
  Secrets secrets_;
  std::vector<Directory> directories_;
  Load load_;
  std::set<std::string> stale_;  ///< paths whose last good content stays
};

}  // namespace

Load read_files(const TargetFilesOptions& options, const FileStates& previous,
                PatternCheck& patterns) {
  return Reading(options, previous, patterns).run();
}

}  // namespace vedette::targets
