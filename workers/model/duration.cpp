#include "model/duration.hpp"

#include <array>
#include <charconv>
#include <utility>

namespace vedette::model {
namespace {

constexpr std::array<std::pair<std::string_view, Millis>, 4> kUnits{
    {{"ms", Millis(1)}, {"h", Millis(3'600'000)}, {"m", Millis(60'000)}, {"s", Millis(1'000)}}};

/// Takes one "<1 to 5 digits><unit>" from the front.
std::optional<Millis> take_part(std::string_view& text) {
  long number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const auto digits = static_cast<size_t>(end - text.data());
  if (error != std::errc{} || text.front() == '-' || digits > 5) return std::nullopt;
  text.remove_prefix(digits);
  for (const auto& [unit, length] : kUnits) {
    if (!text.starts_with(unit)) continue;
    text.remove_prefix(unit.size());
    return number * length;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Millis> duration_from(std::string_view text) {
  if (text.empty()) return std::nullopt;
  Millis total{0};
  for (int part = 0; !text.empty(); ++part) {
    if (part == 4) return std::nullopt;
    const std::optional<Millis> length = take_part(text);
    if (!length) return std::nullopt;
    total += *length;
  }
  return total;
}

std::string to_text(Millis duration) {
  if (duration == Millis(0)) return "0s";
  std::string out;
  for (const auto& [unit, length] : {kUnits[1], kUnits[2], kUnits[3], kUnits[0]}) {
    if (const auto count = duration / length; count > 0) {
      out += std::to_string(count);
      out += unit;
      duration -= count * length;
    }
  }
  return out;
}

}  // namespace vedette::model
