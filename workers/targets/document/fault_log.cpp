#include "targets/document/fault_log.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace vedette::targets {
namespace {

constexpr size_t kMostKept = 1000;

}  // namespace

void FaultLog::add(Rule rule, int line, std::string field, std::string message) {
  ++count_;
  if (faults_.size() == kMostKept) return;
  faults_.push_back({file_, line, "", std::move(field), std::move(message), rule_id(rule)});
}

void FaultLog::begin_document() {
  document_ = faults_.size();
  count_before_ = count_;
}

void FaultLog::name_document(const std::string& target) {
  for (size_t i = document_; i < faults_.size(); ++i) faults_[i].target = target;
}

std::vector<Fault> FaultLog::take() {
  std::sort(faults_.begin(), faults_.end(), [](const Fault& a, const Fault& b) {
    return std::tie(a.line, a.field, a.message) < std::tie(b.line, b.field, b.message);
  });
  if (count_ > faults_.size()) {
    const size_t left_out = count_ - faults_.size();
    faults_.push_back({file_,
                       faults_.back().line,
                       "",
                       "",
                       "and " + std::to_string(left_out) + " faults more",
                       {}});
  }
  count_ = 0;
  std::vector<Fault> faults = std::exchange(faults_, {});
  begin_document();
  return faults;
}

}  // namespace vedette::targets
