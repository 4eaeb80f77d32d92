#include "writer/consume/clock_skew.hpp"

#include <algorithm>

namespace vedette::writer {
namespace {

constexpr std::int64_t kMinutes = 5;

std::int64_t minute_of(SteadyTime now) {
  return std::chrono::floor<std::chrono::minutes>(now.time_since_epoch()).count();
}

}  // namespace

void ClockSkew::add(std::string_view prober, Micros appended_minus_produced, SteadyTime now) {
  auto found = probers_.find(prober);
  if (found == probers_.end()) {
    if (probers_.size() >= kMostProbers) return;
    found = probers_.emplace(std::string(prober), std::vector<Minute>{}).first;
  }
  const std::int64_t minute = minute_of(now);
  std::vector<Minute>& minutes = found->second;
  if (minutes.empty() || minutes.back().number != minute) {
    std::erase_if(minutes, [&](const Minute& m) { return m.number <= minute - kMinutes; });
    minutes.push_back({minute, appended_minus_produced});
    return;
  }
  minutes.back().least = std::min(minutes.back().least, appended_minus_produced);
}

std::vector<ClockSkew::Skew> ClockSkew::least(SteadyTime now) {
  const std::int64_t oldest = minute_of(now) - kMinutes;
  std::vector<Skew> skews;
  for (auto& [prober, minutes] : probers_) {
    std::erase_if(minutes, [&](const Minute& m) { return m.number <= oldest; });
  }
  std::erase_if(probers_, [](const auto& entry) { return entry.second.empty(); });
  for (const auto& [prober, minutes] : probers_) {
    const auto least = std::ranges::min_element(minutes, {}, &Minute::least);
    skews.push_back({prober, least->least});
  }
  return skews;
}

}  // namespace vedette::writer
