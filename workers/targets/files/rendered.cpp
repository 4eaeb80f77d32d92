#include <optional>

#include <fmt/format.h>

#include "targets/document/document.hpp"
#include "targets/files/entry_collector.hpp"
#include "targets/files/file_reader.hpp"
#include "targets/files/rendered_header.hpp"

namespace vedette::targets {
namespace {

/// A form whose header was read; its lines come next.
struct Candidate {
  std::unique_ptr<LineReader> lines;
  RenderedHeader header;
};

void log_unreadable(const Error& error, int line, FaultLog& log) {
  log.add(Rule::FileUnreadable, line, "", error.message);
}

std::string_view stem_of(std::string_view name) { return name.substr(0, name.find(".jsonl")); }

std::optional<Candidate> open_form(RenderedForm form, FaultLog& log) {
  Candidate candidate;
  candidate.lines =
      std::make_unique<LineReader>(std::move(form.fd), form.format, LineReader::Limits{});
  const auto first = candidate.lines->next();
  if (!first) {
    log_unreadable(first.error(), 1, log);
    return std::nullopt;
  }
  const auto header = read_rendered_header(first->value_or(""), stem_of(form.name), log);
  if (!header) return std::nullopt;
  candidate.header = *header;
  return candidate;
}

/// The form with the highest epoch; nothing when no header could be read.
std::optional<Candidate> choose_form(std::vector<RenderedForm> forms, FaultLog& log) {
  std::optional<Candidate> best;
  for (RenderedForm& form : forms) {
    std::optional<Candidate> candidate = open_form(std::move(form), log);
    if (!candidate) continue;
    if (!best || candidate->header.epoch > best->header.epoch) best = std::move(candidate);
  }
  return best;
}

/// Reads the lines after the header. False when the file must not take effect; why is in `log`.
bool read_lines(Candidate& from, EntryCollector& entries, PatternCheck& patterns, FaultLog& log) {
  std::int64_t count = 0;
  while (true) {
    const auto line = from.lines->next();
    const int number = static_cast<int>(count) + 2;
    if (!line) {
      log_unreadable(line.error(), number, log);
      return false;
    }
    if (!line->has_value()) break;
    ++count;
    Node document;
    log.begin_document();
    if (!read_json(**line, number, log, document)) return false;
    entries.add(read_manifest(document, from.header.source, patterns, log), log);
  }
  if (count == from.header.count) return true;
  log.begin_document();
  log.add(Rule::OperatorCount, 1, "count",
          fmt::format("says {}, but {} lines follow; the file is incomplete", from.header.count,
                      count));
  return false;
}

/// True unless more than half of what is in effect would go without a word of consent.
bool may_shrink(const Candidate& from, const EntryCollector& entries, const FileState* previous,
                FaultLog& log) {
  if (previous == nullptr || from.header.allow_shrink) return true;
  const size_t before = previous->entries.size();
  if (entries.dropped() * 2 <= before) return true;
  log.add(Rule::Shrink, 1, "allowShrink",
          fmt::format("epoch {} drops {} of {} targets, more than half; set allowShrink to true if "
                      "that is meant",
                      from.header.epoch, entries.dropped(), before));
  return false;
}

}  // namespace

tl::expected<std::shared_ptr<const FileState>, std::vector<Fault>> read_rendered(
    const FileToRead& file, std::vector<RenderedForm> forms, PatternCheck& patterns) {
  FaultLog log(file.path);
  std::optional<Candidate> chosen = choose_form(std::move(forms), log);
  if (!chosen) return tl::unexpected(log.take());
  if (file.previous != nullptr && chosen->header.epoch <= file.previous->info.epoch) return nullptr;

  EntryCollector entries(file.previous);
  if (!read_lines(*chosen, entries, patterns, log) ||
      !may_shrink(*chosen, entries, file.previous, log)) {
    return tl::unexpected(log.take());
  }
  auto state = std::make_shared<FileState>();
  state->path = file.path;
  state->origin = file.origin;
  state->rendered = true;
  state->quarantined = entries.quarantined();
  state->entries = entries.take();
  state->entries.shrink_to_fit();
  state->faults = log.take();
  state->seen_sha256 = chosen->lines->sha256();
  state->info = {chosen->header.source, chosen->header.file, chosen->header.epoch,
                 state->seen_sha256, state->entries.size()};
  return state;
}

}  // namespace vedette::targets
