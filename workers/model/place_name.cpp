#include "model/place_name.hpp"

#include <algorithm>

#include "base/ascii.hpp"

namespace vedette::model {

bool is_place_name(std::string_view text) {
  return !text.empty() && text.size() <= 63 &&
         std::ranges::all_of(text, [](char c) { return is_lower(c) || is_digit(c) || c == '-'; });
}

}  // namespace vedette::model
