#include "prober/probe/deafness.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <iterator>

namespace vedette::prober {
namespace {

/// Up to Deafness::kNames different names.
class FewNames {
 public:
  void add(std::size_t name) {
    const auto end = names_.begin() + static_cast<std::ptrdiff_t>(count_);
    if (!full() && std::find(names_.begin(), end, name) == end) {
      names_[count_++] = name;
    }
  }
  [[nodiscard]] bool full() const { return count_ == names_.size(); }

 private:
  std::array<std::size_t, Deafness::kNames> names_{};
  std::size_t count_ = 0;
};

}  // namespace

Deafness::Ticket Deafness::asked(std::string_view name, SteadyTime now) {
  if (!silent_since_) {
    silent_since_ = now;
  }
  questions_.emplace_hint(questions_.end(), ++last_,
                          Question{std::hash<std::string_view>{}(name), false});
  if (questions_.size() > kRemembered) {
    questions_.erase(questions_.begin());
  }
  return last_;
}

void Deafness::answered(Ticket ticket) {
  silent_since_.reset();
  const auto place = questions_.find(ticket);
  if (place == questions_.end()) {
    return;
  }
  place->second.answered = true;
  const auto next = std::next(place);
  if (next != questions_.end() && next->second.answered) {
    questions_.erase(next);
  }
  if (place != questions_.begin() && std::prev(place)->second.answered) {
    questions_.erase(place);
  }
}

bool Deafness::deaf(Ticket ticket) const {
  const auto place = questions_.find(ticket);
  if (place == questions_.end()) {
    return true;  // forgotten: thousands were asked since, and next to nothing was answered
  }
  FewNames names;
  for (auto later = place; later != questions_.end() && !later->second.answered && !names.full();
       ++later) {
    names.add(later->second.name);
  }
  for (auto earlier = place; earlier != questions_.begin() && !names.full();) {
    --earlier;
    if (earlier->second.answered) {
      break;
    }
    names.add(earlier->second.name);
  }
  return names.full();
}

}  // namespace vedette::prober
