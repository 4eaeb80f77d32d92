#include "operator/reconcile/file_work.hpp"

namespace vedette::op {

const std::string* FileWork::line_of(const model::TargetId& target) const {
  if (!file_.meant()) return nullptr;
  const auto found = file_.meant()->lines.find(target);
  return found == file_.meant()->lines.end() ? nullptr : &found->second;
}

void FileWork::plan(const model::TargetId& target, SteadyTime seen) {
  planned_.insert(target);
  add(seen);
}

void FileWork::add(SteadyTime seen) {
  since_ = std::min(seen, since_.value_or(seen));
  if (std::exchange(refused_, false)) retry_at_.reset();
}

bool FileWork::done() {
  planned_.clear();
  since_.reset();
  retry_at_.reset();
  backoff_.reset();
  refused_ = false;
  return !std::exchange(fault_, {}).empty();
}

bool FileWork::failed(const std::string& fault, WriteResult result, SteadyTime now,
                      Millis refused_for, std::optional<Millis> retry_after) {
  refused_ = result == WriteResult::Refused;
  const Millis wait = refused_ ? refused_for : backoff_.next();
  retry_at_ = now + std::max(wait, retry_after.value_or(Millis(0)));
  const bool news = fault_.empty() || (refused_ && fault != fault_);
  fault_ = fault;
  return news;
}

}  // namespace vedette::op
