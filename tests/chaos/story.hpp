#pragma once

#include <string>
#include <vector>

#include "base/clock.hpp"

namespace vedette::test {

/// What the test did, and when: what a hole is explained by.
class Story {
 public:
  struct Event {
    SystemTime at;
    std::string what;
    int members = 0;  ///< probers that the group had from then on, or soon after
  };

  /// Notes something that happens now, and prints it.
  void tell(int members, const std::string& what);

  [[nodiscard]] const std::vector<Event>& events() const { return events_; }
  /// The fewest members that the group had from `around` before a time to as much after it.
  [[nodiscard]] int fewest_members(SystemTime time, Millis around) const;
  /// The last thing that was told before a time.
  [[nodiscard]] std::string before(SystemTime time) const;

 private:
  std::vector<Event> events_;
};

}  // namespace vedette::test
