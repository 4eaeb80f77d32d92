#include <sys/mman.h>
#include <unistd.h>

#include <optional>
#include <string>

#include "base/require.hpp"
#include "base/utf8.hpp"
#include "fuzz/fuzz.hpp"
#include "model/url.hpp"
#include "operator/commands/node_json.hpp"
#include "operator/render/target_line.hpp"
#include "targets/document/document.hpp"
#include "targets/files/file_reader.hpp"
#include "targets/rules/manifest.hpp"

namespace vedette::test {
namespace {

using namespace targets;

constexpr std::string_view kSource = "default";

/// A file in memory that holds `text`, to be read from its start.
UniqueFd file_of(std::string_view text) {
  UniqueFd fd(::memfd_create("fuzz", MFD_CLOEXEC));
  require(static_cast<bool>(fd), "memfd_create makes a file");
  const ssize_t written = ::write(fd.get(), text.data(), text.size());
  require(written == static_cast<ssize_t>(text.size()), "a file in memory takes all");
  ::lseek(fd.get(), 0, SEEK_SET);
  return fd;
}

void check_faults(const std::vector<Fault>& faults) {
  for (const Fault& fault : faults) {
    const std::string text = to_text(fault);
    promise(!fault.message.empty() && is_clean_utf8(text, text.size()),
            "a fault is clean text with a message");
    promise(fault.line >= 0, "a fault's line is a line or unknown");
  }
}

void check_target(const model::Target& target) {
  promise(model::parse_url(target.url).has_value(), "an accepted URL can be probed");
  promise(target.timeout <= target.interval, "a timeout is within the interval");
  promise(target.spec_hash != 0, "a target's spec has a hash");
  promise(!target.name.empty() && !target.ns.empty(), "a target has a name");
}

void check_state(const FileState& state) {
  check_faults(state.faults);
  promise(state.quarantined == 0 || !state.faults.empty(), "what is quarantined has a fault");
  promise(!state.stale || !state.faults.empty(), "a file that takes no effect has a fault");
  for (const Entry& entry : state.entries) check_target(*entry.declared);
}

/// What the operator renders of an accepted document is accepted again and means the same.
void check_rendered(const Node& document, const model::Target& declared, PatternCheck& patterns) {
  const SystemTime since = declared.schedule_since.value_or(SystemTime{});
  const std::string line = op::render_line(op::to_json(document).as_object(), {}, since);
  promise(line.find('\n') == std::string::npos, "a rendered target is one line");
  FaultLog log("rendered");
  Node again;
  log.begin_document();
  promise(read_json(line, 2, log, again), "a rendered line is JSON");
  const Manifest manifest = read_manifest(again, std::string(kSource), patterns, log);
  promise(manifest.target != nullptr, "a rendered target obeys the rules");
  model::Target expected = declared;
  expected.schedule_since = since;
  promise(*manifest.target == expected, "a rendered target means the same");
}

void fuzz_hand_written(const std::string& path, std::string_view text) {
  PatternCheck patterns;
  const auto state =
      read_hand_written({path, 0, nullptr}, file_of(text), std::string(kSource), patterns);
  promise(state.has_value() && *state != nullptr, "a file within the bounds is read");
  check_state(**state);
  if ((*state)->entries.empty()) return;
  FaultLog log(path);
  (void)read_documents(path, text, log, [&](const Node& document) {
    const Manifest manifest = read_manifest(document, std::string(kSource), patterns, log);
    if (manifest.target != nullptr) check_rendered(document, *manifest.target, patterns);
  });
}

void fuzz_rendered(LineReader::Format format, std::string_view bytes) {
  PatternCheck patterns;
  const auto forms = [&] {
    std::vector<RenderedForm> all;
    all.push_back({"targets-00.jsonl", format, file_of(bytes)});
    return all;
  };
  const auto state = read_rendered({"targets-00.jsonl", 0, nullptr}, forms(), patterns);
  if (!state) {
    promise(!state.error().empty(), "an operator's file that is refused has a fault");
    check_faults(state.error());
    return;
  }
  check_state(**state);
  const auto again = read_rendered({"targets-00.jsonl", 0, state->get()}, forms(), patterns);
  promise(again.has_value() && *again == nullptr, "an epoch takes effect once");
}

/// What follows `line`, if the text begins with it.
std::optional<std::string_view> after(std::string_view text, std::string_view line) {
  if (!text.starts_with(line)) return std::nullopt;
  return text.substr(line.size());
}

}  // namespace

void fuzz_targets(std::string_view bytes) {
  if (const auto json = after(bytes, "json\n")) return fuzz_hand_written("fuzz.json", *json);
  if (const auto lines = after(bytes, "jsonl\n")) {
    return fuzz_rendered(LineReader::Format::Plain, *lines);
  }
  if (const auto gzip = after(bytes, "jsonl.gz\n")) {
    return fuzz_rendered(LineReader::Format::Gzip, *gzip);
  }
  fuzz_hand_written("fuzz.yaml", after(bytes, "yaml\n").value_or(bytes));
}

}  // namespace vedette::test
