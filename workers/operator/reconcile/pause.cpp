#include "operator/reconcile/pause.hpp"

#include <condition_variable>
#include <mutex>

namespace vedette::op {

void pause(const std::stop_token& stop, Millis wait) {
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock(mutex);
  never.wait_for(lock, stop, wait, [] { return false; });
}

}  // namespace vedette::op
