#include "support/wait_until.hpp"

#include <stdexcept>
#include <thread>

namespace vedette::test {
namespace {

constexpr std::chrono::milliseconds kAskAgain{50};

}  // namespace

void wait_until(const std::string& what, std::chrono::milliseconds deadline,
                const std::function<bool()>& holds) {
  const auto end = std::chrono::steady_clock::now() + deadline;
  while (!holds()) {
    if (std::chrono::steady_clock::now() > end) {
      throw std::runtime_error("did not happen in time: " + what);
    }
    // The world outside this process sends no event to wait for.
    std::this_thread::sleep_for(kAskAgain);
  }
}

}  // namespace vedette::test
