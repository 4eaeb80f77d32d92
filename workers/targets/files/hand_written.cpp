#include "targets/document/document.hpp"
#include "targets/files/directory.hpp"
#include "targets/files/entry_collector.hpp"
#include "targets/files/file_reader.hpp"
#include "targets/files/sha256.hpp"

namespace vedette::targets {
namespace {

std::string sha256_of(const std::string& text) {
  Sha256 hash;
  hash.update(text);
  return hash.finish();
}

}  // namespace

Result<std::shared_ptr<const FileState>> read_hand_written(const FileToRead& file,
                                                           const UniqueFd& fd,
                                                           const std::string& source,
                                                           PatternCheck& patterns) {
  const Result<std::string> text = read_all(fd, kMaxManifestBytes);
  if (!text) return tl::unexpected(text.error());
  std::string sha256 = sha256_of(*text);
  if (file.previous != nullptr && file.previous->seen_sha256 == sha256) return nullptr;

  FaultLog log(file.path);
  EntryCollector entries(file.previous);
  size_t documents = 0;
  bool whole = read_documents(file.path, *text, log, [&](const Node& document) {
    ++documents;
    entries.add(read_manifest(document, source, patterns, log), log);
  });
  if (whole && documents == 0) {
    log.add(Rule::NoTarget, 0, "", "the file holds no document; delete it to delete its targets");
    whole = false;
  }

  auto state = file.previous != nullptr ? std::make_shared<FileState>(*file.previous)
                                        : std::make_shared<FileState>();
  state->path = file.path;
  state->origin = file.origin;
  state->seen_sha256 = std::move(sha256);
  state->faults = log.take();
  state->stale = !whole;
  state->quarantined = entries.quarantined();
  state->info.source = source;
  state->info.file = file.path;
  if (whole) {
    state->entries = entries.take();
    state->info.sha256 = state->seen_sha256;
    state->info.targets = state->entries.size();
  }
  return state;
}

}  // namespace vedette::targets
