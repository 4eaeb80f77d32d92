#include "support/kafka_deliveries.hpp"

namespace vedette::test {
namespace {

constexpr std::chrono::minutes kPatience{1};

}  // namespace

kafka::DeliveryFn Deliveries::callback() {
  return [this](std::uint64_t tag, const Result<kafka::Delivered>& result) {
    const std::lock_guard lock(mutex_);
    if (result) {
      acknowledged_.insert(tag);
    } else {
      failed_[tag] = result.error().message;
    }
    came_.notify_all();
  };
}

bool Deliveries::wait_for(std::size_t count) {
  std::unique_lock lock(mutex_);
  return came_.wait_for(lock, kPatience,
                        [&] { return acknowledged_.size() + failed_.size() >= count; });
}

std::set<std::uint64_t> Deliveries::acknowledged() const {
  const std::lock_guard lock(mutex_);
  return acknowledged_;
}

std::map<std::uint64_t, std::string> Deliveries::failed() const {
  const std::lock_guard lock(mutex_);
  return failed_;
}

}  // namespace vedette::test
