#include "model/host_name.hpp"

#include <algorithm>

#include "base/ascii.hpp"

namespace vedette::model {
namespace {

bool is_name_byte(char c) { return is_alnum(c) || c == '-' || c == '_'; }

/// A number as inet_aton reads it: decimal digits, or hexadecimal ones after 0x.
bool is_number(std::string_view label) {
  if (label.starts_with("0x") || label.starts_with("0X")) return true;
  return std::all_of(label.begin(), label.end(), is_digit);
}

std::string label_fault(std::string_view label) {
  if (label.empty()) return "the host has an empty label (two dots in a row, or a dot in front)";
  if (label.size() > 63) return "a label of the host is longer than 63 bytes";
  if (label.find('%') != std::string_view::npos) {
    return "the host is percent-encoded; write names outside ASCII in their xn-- form";
  }
  if (!std::all_of(label.begin(), label.end(), is_name_byte)) {
    return "the host may hold only letters, digits, '-', '_' and '.'";
  }
  return {};
}

}  // namespace

std::string host_name_fault(std::string_view name) {
  if (name.ends_with('.')) name.remove_suffix(1);
  if (name.empty()) return "it names no host";
  if (name.size() > 253) return "the host is longer than 253 bytes";
  while (true) {
    const size_t dot = name.find('.');
    const std::string_view label = name.substr(0, dot);
    if (std::string fault = label_fault(label); !fault.empty()) return fault;
    if (dot == std::string_view::npos) {
      if (is_number(label)) return "the host ends in a number but is not an IPv4 address";
      return {};
    }
    name.remove_prefix(dot + 1);
  }
}

}  // namespace vedette::model
