#pragma once

#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <set>
#include <string>

#include "kafka/producer.hpp"

namespace vedette::test {

/// Collects delivery reports by tag. Thread-safe.
class Deliveries {
 public:
  [[nodiscard]] kafka::DeliveryFn callback();
  /// Waits for `count` reports; false when they do not come within a minute.
  [[nodiscard]] bool wait_for(std::size_t count);
  [[nodiscard]] std::set<std::uint64_t> acknowledged() const;
  /// Errors of the others, by tag.
  [[nodiscard]] std::map<std::uint64_t, std::string> failed() const;

 private:
  mutable std::mutex mutex_;
  std::condition_variable came_;
  std::set<std::uint64_t> acknowledged_;         // guarded by mutex_
  std::map<std::uint64_t, std::string> failed_;  // guarded by mutex_
};

}  // namespace vedette::test
