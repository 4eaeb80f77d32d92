#include "targets/check.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "targets/rules/rule.hpp"

namespace vedette::targets {
namespace {

std::string counted(size_t number, std::string_view thing) {
  return fmt::format("{} {}{}", number, thing, number == 1 ? "" : "s");
}

}  // namespace

CheckReport check(const TargetFilesOptions& options, const OwnRule& own_rule) {
  const std::shared_ptr<const TargetSet> set = TargetFiles(options).load();
  std::vector<Fault> faults = set->faults;
  if (options.secrets_dir.empty()) {
    std::erase_if(faults,
                  [](const Fault& fault) { return fault.rule == rule_id(Rule::Reference); });
  }
  if (own_rule) {
    for (const LoadedTarget& loaded : set->targets) own_rule(loaded, faults);
  }
  std::sort(faults.begin(), faults.end(), [](const Fault& a, const Fault& b) {
    return std::tie(a.file, a.line, a.field, a.message) <
           std::tie(b.file, b.line, b.field, b.message);
  });
  CheckReport report;
  std::set<std::string> bad_files;
  for (const Fault& fault : faults) {
    report.text += to_text(fault) + "\n";
    bad_files.insert(fault.file);
  }
  const std::string valid = counted(set->targets.size(), "valid target");
  report.good = faults.empty();
  report.text += report.good ? fmt::format("{} in {}\n", valid, counted(set->files.size(), "file"))
                             : fmt::format("{} in {}; {}\n", counted(faults.size(), "fault"),
                                           counted(bad_files.size(), "file"), valid);
  return report;
}

}  // namespace vedette::targets
