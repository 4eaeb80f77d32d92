#pragma once

#include <filesystem>
#include <mutex>
#include <string>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace vedette::op {

/// A bearer token that kubelet replaces now and then. Thread-safe.
class TokenFile {
 public:
  /// An empty `file` means no token. `clock` must outlive it.
  TokenFile(std::filesystem::path file, Millis max_age, const Clock& clock)
      : file_(std::move(file)), max_age_(max_age), clock_(clock) {}

  /// The token, read again when it was read longer than `max_age` ago. While the file cannot be
  /// read, the last token; fails as read_secret_file does when there never was one.
  [[nodiscard]] Result<std::string> get();

  /// Has the next get() read the file: the server refused `refused`. Does nothing when another
  /// thread has read a newer one meanwhile.
  void refused(const std::string& refused);

 private:
  const std::filesystem::path file_;
  const Millis max_age_;
  const Clock& clock_;
  std::mutex mutex_;
  std::string token_;       // guarded by mutex_
  SteadyTime read_at_;      // guarded by mutex_
  bool read_again_ = true;  // guarded by mutex_
};

}  // namespace vedette::op
