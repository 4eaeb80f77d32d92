#include "operator/commands/render.hpp"

#include <map>
#include <optional>
#include <ostream>
#include <utility>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "operator/api/output_objects.hpp"
#include "operator/commands/directory_contents.hpp"
#include "operator/commands/manifests.hpp"
#include "operator/commands/output_folder.hpp"
#include "operator/reconcile/plan/file_plan.hpp"
#include "operator/reconcile/policies/decide.hpp"
#include "targets/secrets.hpp"

namespace vedette::op {
namespace {

namespace json = boost::json;
using runtime::ExitCode;

using Decisions = std::map<model::TargetId, Decision>;

/// What `render` makes of one file.
struct Rendered {
  Contents secrets;
  std::optional<StoredFile> file;  ///< nothing when it stays as it is
};

std::string name_of(const json::object& manifest) {
  const json::object& metadata = manifest.at("metadata").as_object();
  return std::string(metadata.at("namespace").as_string()) + "/" +
         std::string(metadata.at("name").as_string());
}

/// Tells each condition that is False. True when there is none.
bool tell_refusals(const json::object& manifest, const Decision& decision, std::ostream& err) {
  bool good = true;
  for (const Condition& condition : decision.conditions) {
    if (condition.status != ConditionStatus::False) continue;
    err << name_of(manifest) << ": " << condition.reason << ": " << condition.message << '\n';
    good = false;
  }
  return good;
}

/// Nothing when some target does not pass; why is on `err`.
std::optional<Decisions> decide_all(const RenderConfig& config, const Manifests& manifests,
                                    std::ostream& err) {
  targets::Secrets secrets(config.files.secrets_dir);
  const DirectoryContents contents(secrets);
  const PolicyConfig policy{config.files.source, true};
  targets::PatternCheck patterns;
  Decisions decisions;
  bool good = true;
  for (const auto& [id, manifest] : manifests) {
    Decision decision = decide({manifest, nullptr, contents, policy}, patterns);
    good = tell_refusals(manifest, decision, err) && good;
    decisions.emplace(id, std::move(decision));
  }
  return good ? std::optional(std::move(decisions)) : std::nullopt;
}

/// The decisions about one file's targets, those that are gone too.
class FileDecisions {
 public:
  FileDecisions(const FileIdentity& identity, const PreviousOutput& previous,
                const Manifests& manifests, const Decisions& decisions) {
    removal_.action = LineAction::Remove;
    if (previous.file) {
      for (const auto& [id, line] : previous.file->lines) targets_[id] = {nullptr, &removal_};
    }
    for (const auto& [id, decision] : decisions) {
      if (model::shard_of(id, identity.files) != identity.index) continue;
      targets_[id] = {&manifests.at(id), &decision};
    }
  }
  FileDecisions(const FileDecisions&) = delete;
  FileDecisions& operator=(const FileDecisions&) = delete;

  [[nodiscard]] const DecidedTargets& targets() const { return targets_; }

 private:
  Decision removal_;
  DecidedTargets targets_;
};

/// Invalid when too much would stand in one file or Secret.
Result<Rendered> render_file(const FileIdentity& identity, const PreviousOutput& previous,
                             const Manifests& manifests, const Decisions& decisions,
                             SystemTime now) {
  const FileDecisions decided(identity, previous, manifests, decisions);
  FilePlan plan = plan_file(identity, previous, decided.targets(), now);
  if (!plan.too_large.empty()) {
    const json::object& first = manifests.at(*plan.too_large.begin());
    return fail(ErrorKind::Invalid,
                "what " + name_of(first) +
                    " refers to does not fit into one Secret of 1 MiB with what the targets of " +
                    "the same file refer to; raise --files");
  }
  Rendered rendered{std::move(plan.secrets), std::nullopt};
  if (!plan.file) return rendered;
  Result<StoredFile> stored = store(*plan.file);
  if (!stored) return tl::unexpected(stored.error());
  rendered.file = std::move(*stored);
  return rendered;
}

json::value list_of(const std::vector<Rendered>& files) {
  json::array secrets;
  json::array config_maps;
  for (std::size_t i = 0; i < files.size(); ++i) {
    const int index = static_cast<int>(i);
    const Rendered& rendered = files[i];
    if (!rendered.secrets.empty()) {
      secrets.push_back(secrets_object("", index, rendered.secrets));
    }
    if (!rendered.file) continue;
    config_maps.push_back(targets_object("", index, rendered.file->key, rendered.file->bytes,
                                         rendered.file->compressed ? Form::Binary : Form::Text));
  }
  json::array items = std::move(secrets);
  for (json::value& config_map : config_maps) items.push_back(std::move(config_map));
  return {{"apiVersion", "v1"}, {"kind", "List"}, {"items", std::move(items)}};
}

Result<void> write_all(const OutputFolder& folder, const std::vector<Rendered>& files) {
  std::set<std::string> keys;
  bool changed = false;
  for (const Rendered& rendered : files) {
    changed = changed || rendered.file.has_value();
    Result<void> written =
        folder.write(rendered.secrets, rendered.file ? &*rendered.file : nullptr);
    if (!written) return written;
    for (const auto& [key, content] : rendered.secrets) keys.insert(key);
  }
  if (changed) folder.keep_only(keys);
  return {};
}

ExitCode exit_code(const Error& error) {
  return error.kind == ErrorKind::Invalid ? ExitCode::BadInput : ExitCode::Failed;
}

ExitCode report(const Error& error, std::ostream& err) {
  err << error.message << '\n';
  return exit_code(error);
}

}  // namespace

ExitCode run_render(const RenderConfig& config, const Clock& clock, std::ostream& out,
                    std::ostream& err) {
  const Result<Manifests> manifests = read_manifests(config.files);
  if (!manifests) {
    err << manifests.error().message;
    return exit_code(manifests.error());
  }
  const std::optional<Decisions> decisions = decide_all(config, *manifests, err);
  if (!decisions) return ExitCode::BadInput;

  std::optional<OutputFolder> folder;
  if (!config.output_dir.empty()) {
    Result<OutputFolder> opened = OutputFolder::open(config.output_dir);
    if (!opened) return report(opened.error(), err);
    folder = std::move(*opened);
  }
  const SystemTime now = clock.system_now();
  std::vector<Rendered> files;
  for (int index = 0; index < config.file_count; ++index) {
    const FileIdentity identity{config.files.source, index, config.file_count};
    const PreviousOutput previous = folder ? folder->previous(index) : PreviousOutput{};
    Result<Rendered> rendered = render_file(identity, previous, *manifests, *decisions, now);
    if (!rendered) return report(rendered.error(), err);
    files.push_back(std::move(*rendered));
  }
  if (!folder) {
    out << json::serialize(list_of(files)) << '\n';
    return ExitCode::Ok;
  }
  const Result<void> written = write_all(*folder, files);
  return written ? ExitCode::Ok : report(written.error(), err);
}

}  // namespace vedette::op
