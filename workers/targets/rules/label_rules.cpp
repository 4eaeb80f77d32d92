#include "targets/rules/label_rules.hpp"

#include <algorithm>

#include "targets/document/quote.hpp"
#include "targets/rules/name_rules.hpp"

namespace vedette::targets {
namespace {

constexpr size_t kMostLabels = 10;
constexpr size_t kLongestLabelValue = 256;

void check_label_name(const Field& label, std::string_view name) {
  if (!is_metric_label(name)) {
    label.refuse(Rule::LabelName,
                 "the name must be 1 to 63 letters, digits or '_', not beginning with a digit or "
                 "\"__\"");
  } else if (is_reserved_label(name)) {
    label.refuse(Rule::LabelReserved,
                 "the name is reserved; choose another one, such as my_" + std::string(name));
  }
}

}  // namespace

std::vector<std::pair<std::string, std::string>> read_labels(const Field& labels) {
  std::vector<std::pair<std::string, std::string>> read;
  if (!labels.map()) return read;
  const std::vector<std::string>& names = labels.node()->keys;
  if (names.size() > kMostLabels) {
    labels.refuse(Rule::TooMany,
                  "has " + std::to_string(names.size()) + " labels; at most 10 are allowed");
    return read;
  }
  for (const std::string& name : names) {
    const Field label = labels[name];
    check_label_name(label, name);
    const auto value = label.text(kLongestLabelValue);
    if (!value) continue;
    if (!is_header_value(*value)) {
      label.refuse(Rule::LabelValue, "must not hold control characters, found " + quote(*value));
    }
    read.emplace_back(name, *value);
  }
  std::sort(read.begin(), read.end());
  return read;
}

}  // namespace vedette::targets
