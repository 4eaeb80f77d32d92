#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vedette::test {

/// A request as the site received it.
struct RecordedRequest {
  std::string method;
  std::string path;  ///< with the query, as sent
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::uint16_t port = 0;  ///< of the listener that took it
  std::chrono::system_clock::time_point at;

  /// The value of the first header of that name (any case); empty when there is none.
  [[nodiscard]] std::string header(std::string_view name) const;
};

/// The latest requests that a site received, at most kCapacity of them. Thread-safe.
class RequestLog {
 public:
  static constexpr std::size_t kCapacity = 10'000;

  void add(RecordedRequest request);
  [[nodiscard]] std::vector<RecordedRequest> all() const;
  void clear();

  /// Waits until at least `count` requests were logged; false when `limit` passed first.
  [[nodiscard]] bool wait_for(std::size_t count, std::chrono::milliseconds limit) const;

 private:
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  std::vector<RecordedRequest> requests_;  // guarded by mutex_
};

}  // namespace vedette::test
