#include "operator/reconcile/owned_file.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace vedette::op {

void OwnedFile::adopt(const Object* config_map, const Object* secret) {
  config_map_.learn(config_map);
  secret_.learn(secret);
  if (auto file = restore(config_map_.contents(), identity_.index)) meant_ = std::move(*file);
  if (secret != nullptr) meant_secrets_ = secret_.contents();
  compare();
}

bool OwnedFile::shown_config_map(const ObjectPtr& object) {
  if (!config_map_.shown(object)) return false;
  const auto seen = restore(config_map_.contents(), identity_.index);
  if (seen && meant_) meant_->epoch = std::max(meant_->epoch, seen->epoch);
  compare();
  return damaged_;
}

bool OwnedFile::shown_secret(const ObjectPtr& object) {
  return secret_.shown(object) && secret_.contents() != meant_secrets_;
}

void OwnedFile::compare() {
  if (!meant_) return;
  const auto stored = store(*meant_);
  damaged_ = !stored || config_map_.contents() != Contents{{stored->key, stored->bytes}};
}

std::optional<TargetFile> OwnedFile::file_to_write(const FilePlan& plan, SystemTime now) const {
  if (plan.file || !damaged_) return plan.file;
  TargetFile again = meant_.value();
  const std::int64_t now_ms =
      std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count();
  again.epoch = std::max(again.epoch + 1, now_ms);
  return again;
}

bool OwnedFile::must_write_secret(const Contents& wanted) const {
  if (wanted.empty() && !secret_.exists()) return false;
  return wanted != secret_.contents();
}

void OwnedFile::wrote_secret(const Object& answer, Contents meant) {
  secret_.learn(&answer);
  meant_secrets_ = std::move(meant);
}

void OwnedFile::wrote_config_map(const Object& answer, TargetFile meant, const Contents& contents) {
  config_map_.learn(&answer);
  meant_ = std::move(meant);
  damaged_ = config_map_.contents() != contents;
}

}  // namespace vedette::op
