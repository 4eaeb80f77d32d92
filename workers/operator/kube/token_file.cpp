#include "operator/kube/token_file.hpp"

#include "base/secret_file.hpp"

namespace vedette::op {

Result<std::string> TokenFile::get() {
  if (file_.empty()) return std::string();
  const std::lock_guard lock(mutex_);
  const SteadyTime now = clock_.steady_now();
  if (!read_again_ && now - read_at_ <= max_age_) return token_;
  Result<std::string> token = read_secret_file(file_);
  if (!token) {
    if (token_.empty()) return token;
    return token_;
  }
  token_ = *std::move(token);
  read_at_ = now;
  read_again_ = false;
  return token_;
}

void TokenFile::refused(const std::string& refused) {
  const std::lock_guard lock(mutex_);
  if (token_ == refused) read_again_ = true;
}

}  // namespace vedette::op
