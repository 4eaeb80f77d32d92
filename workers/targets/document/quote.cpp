#include "targets/document/quote.hpp"

#include <fmt/format.h>

#include "base/utf8.hpp"

namespace vedette::targets {

std::string quote(std::string_view text) {
  constexpr size_t kMostShown = 80;
  std::string out = "\"";
  for (const char c : text.substr(0, kMostShown)) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c >= 0 && c < ' ') {
      out += fmt::format("\\x{:02x}", static_cast<unsigned>(c));
    } else {
      out += c;
    }
  }
  out += text.size() > kMostShown ? "…\"" : "\"";
  return clean_utf8(out, std::string::npos);
}

}  // namespace vedette::targets
