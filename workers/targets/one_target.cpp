#include "targets/one_target.hpp"

#include "targets/document/document.hpp"
#include "targets/document/fault_log.hpp"
#include "targets/rules/manifest.hpp"
#include "targets/secrets.hpp"

namespace vedette::targets {
namespace {

/// Why a target must not refer to anything; empty when it does not.
std::string fault_of_references(model::Target target) {
  std::string faults;
  visit_references(target, [&](const model::Text& /*text*/, SecretUse /*use*/,
                               const std::string& field) {
    faults += field + ": a target that is sent must not refer to Secrets, ConfigMaps or files\n";
  });
  return faults;
}

}  // namespace

Result<std::shared_ptr<const model::Target>> read_one_target(std::string_view text,
                                                             const std::string& source) {
  FaultLog log("");
  PatternCheck patterns;
  std::size_t documents = 0;
  std::shared_ptr<const model::Target> target;
  const bool read = read_yaml(text, log, [&](const Node& document) {  // JSON is YAML
    ++documents;
    target = read_manifest(document, source, patterns, log).target;
  });
  std::string faults;
  for (const Fault& fault : log.take()) faults += to_text(fault) + "\n";
  if (faults.empty() && (!read || documents != 1 || target == nullptr)) {
    faults = "the text must hold one Target\n";
  }
  if (faults.empty()) faults = fault_of_references(*target);
  if (!faults.empty()) return fail(ErrorKind::Invalid, std::move(faults));
  return target;
}

}  // namespace vedette::targets
