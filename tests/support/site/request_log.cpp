#include "support/site/request_log.hpp"

#include <boost/beast/core/string.hpp>

namespace vedette::test {

std::string RecordedRequest::header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (boost::beast::iequals({key.data(), key.size()}, {name.data(), name.size()})) {
      return value;
    }
  }
  return {};
}

void RequestLog::add(RecordedRequest request) {
  {
    const std::scoped_lock lock(mutex_);
    if (requests_.size() == kCapacity) {
      requests_.erase(requests_.begin(), requests_.begin() + kCapacity / 2);
    }
    requests_.push_back(std::move(request));
  }
  changed_.notify_all();
}

std::vector<RecordedRequest> RequestLog::all() const {
  const std::scoped_lock lock(mutex_);
  return requests_;
}

void RequestLog::clear() {
  const std::scoped_lock lock(mutex_);
  requests_.clear();
}

bool RequestLog::wait_for(std::size_t count, std::chrono::milliseconds limit) const {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, limit, [&] { return requests_.size() >= count; });
}

}  // namespace vedette::test
