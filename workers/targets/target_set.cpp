#include "targets/target_set.hpp"

namespace vedette::targets {

bool same_content(const TargetSet& a, const TargetSet& b) {
  return a.targets == b.targets && a.files == b.files && a.faults == b.faults;
}

std::string to_text(const Fault& fault) {
  std::string text = fault.file;
  if (fault.line > 0) text += ":" + std::to_string(fault.line);
  for (const std::string* part : {&fault.target, &fault.field, &fault.message}) {
    if (part->empty()) continue;
    if (!text.empty()) text += ": ";
    text += *part;
  }
  return text;
}

}  // namespace vedette::targets
