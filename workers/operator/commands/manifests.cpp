#include "operator/commands/manifests.hpp"

#include <set>
#include <utility>

#include "operator/api/json_find.hpp"
#include "operator/commands/node_json.hpp"
#include "operator/commands/operator_check.hpp"
#include "operator/render/target_line.hpp"
#include "targets/document/document.hpp"
#include "targets/files/directory.hpp"
#include "targets/files/file_reader.hpp"

namespace vedette::op {
namespace {

namespace json = boost::json;

std::string_view text_at(const json::object& manifest, std::string_view member) {
  return find(manifest, {"metadata", member})->as_string();
}

/// Adds the manifests of a file that was checked.
Result<void> add_file(const std::string& path, const std::string& source, Manifests& manifests) {
  const std::filesystem::path file(path);
  const auto text = targets::Directory::open(file.has_parent_path() ? file.parent_path() : ".")
                        .and_then([&](const targets::Directory& directory) {
                          return directory.open_file(file.filename().string());
                        })
                        .and_then([](const targets::UniqueFd& fd) {
                          return targets::read_all(fd, targets::kMaxManifestBytes);
                        });
  if (!text) return fail(text.error().kind, path + ": " + text.error().message + "\n");
  targets::FaultLog log(path);
  const bool read = targets::read_documents(path, *text, log, [&](const targets::Node& document) {
    json::object manifest = essential_manifest(to_json(document).as_object());
    const model::TargetId id =
        model::make_target_id(source, text_at(manifest, "namespace"), text_at(manifest, "name"));
    manifests.emplace(id, std::move(manifest));
  });
  if (read) return {};
  return fail(ErrorKind::Invalid, path + ": changed while it was read; try again\n");
}

}  // namespace

Result<Manifests> read_manifests(const targets::TargetFilesOptions& options) {
  std::set<std::string> files;
  targets::CheckReport report = targets::check(options, [&](const targets::LoadedTarget& loaded,
                                                            std::vector<targets::Fault>& faults) {
    check_as_operator(loaded, faults);
    files.insert(loaded.file);
    const auto refuse = [&](std::string message) {
      faults.push_back({loaded.file, 0, loaded.target->full_name(), "", std::move(message), ""});
    };
    if (is_rendered(loaded)) refuse("is rendered already; give the manifest instead");
    // With a directory of secrets, what is missing there is a fault already.
    if (options.secrets_dir.empty() && loaded.unusable) refuse(*loaded.unusable);
  });
  if (!report.good) return fail(ErrorKind::Invalid, std::move(report.text));
  Manifests manifests;
  for (const std::string& file : files) {
    if (Result<void> added = add_file(file, options.source, manifests); !added) {
      return tl::unexpected(added.error());
    }
  }
  return manifests;
}

}  // namespace vedette::op
