#include "story.hpp"

#include <algorithm>

#include <boost/test/unit_test.hpp>

#include "base/time_text.hpp"

namespace vedette::test {

void Story::tell(int members, const std::string& what) {
  events_.push_back({RealClock().system_now(), what, members});
  BOOST_TEST_MESSAGE(to_rfc3339(events_.back().at) << "  " << what);
}

int Story::fewest_members(SystemTime time, Millis around) const {
  int fewest = events_.front().members;
  for (const Event& event : events_) {
    if (event.at <= time - around) {
      fewest = event.members;  // all before are over
    } else if (event.at <= time + around) {
      fewest = std::min(fewest, event.members);
    }
  }
  return fewest;
}

std::string Story::before(SystemTime time) const {
  std::string last = "the beginning";
  for (const Event& event : events_) {
    if (event.at <= time) last = event.what;
  }
  return last;
}

}  // namespace vedette::test
