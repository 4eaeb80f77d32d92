#include "targets/document/path.hpp"

#include <algorithm>

#include "targets/document/quote.hpp"

namespace vedette::targets {
namespace {

bool is_word_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-';
}

}  // namespace

void append_key(std::string& path, std::string_view key) {
  if (key.empty() || key.size() > 80 || !std::all_of(key.begin(), key.end(), is_word_byte)) {
    path += "[" + quote(key) + "]";
    return;
  }
  if (!path.empty()) path += '.';
  path += key;
}

void append_index(std::string& path, size_t index) { path += "[" + std::to_string(index) + "]"; }

}  // namespace vedette::targets
