#include "operator/reconcile/poke/poke_schedule.hpp"

#include <array>

namespace vedette::op {
namespace {

struct Poke {
  Millis after;
  bool only_after_a_break;
};

constexpr std::array kPokes{Poke{Millis(0), false},     Poke{Millis(1'000), false},
                            Poke{Millis(3'000), false}, Poke{Millis(10'000), false},
                            Poke{Millis(30'000), true}, Poke{Millis(60'000), true}};
constexpr Millis kBreakBefore{60'000};

}  // namespace

void PokeSchedule::wrote(SteadyTime now) {
  wrote_ = now;
  done_ = 0;
}

std::optional<SteadyTime> PokeSchedule::next() const {
  if (!wrote_ || done_ == kPokes.size()) return std::nullopt;
  return *wrote_ + kPokes[done_].after;
}

bool PokeSchedule::take(SteadyTime now, std::optional<SteadyTime> watch_broke) {
  const auto due = next();
  if (!due || now < *due) return false;
  const bool broke = watch_broke && *watch_broke >= *wrote_ - kBreakBefore;
  return !kPokes[done_++].only_after_a_break || broke;
}

}  // namespace vedette::op
