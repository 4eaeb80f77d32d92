#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace vedette::op {

/// Puts the lines of a stream together again: a watch sends one JSON object a line, and the pieces
/// that arrive know nothing of lines. Not thread-safe.
class LineSplitter {
 public:
  explicit LineSplitter(std::size_t max_line_bytes) : max_line_bytes_(max_line_bytes) {}

  /// Calls `on_line(std::string_view)` for each line that `bytes` completes, without its newline;
  /// empty ones are left out. False, and nothing more is of use, when a line is longer than
  /// `max_line_bytes` or when `on_line` returned false.
  template <typename OnLine>
  [[nodiscard]] bool push(std::string_view bytes, const OnLine& on_line) {
    while (!bytes.empty()) {
      const std::size_t end = bytes.find('\n');
      const std::string_view piece = bytes.substr(0, end);
      too_long_ = rest_.size() + piece.size() > max_line_bytes_;
      if (too_long_) return false;
      rest_ += piece;
      if (end == std::string_view::npos) return true;
      if (!rest_.empty() && !on_line(std::string_view(rest_))) return false;
      rest_.clear();
      bytes.remove_prefix(end + 1);
    }
    return true;
  }

  /// Whether a line was longer than allowed.
  [[nodiscard]] bool too_long() const { return too_long_; }

 private:
  std::size_t max_line_bytes_;
  std::string rest_;
  bool too_long_ = false;
};

}  // namespace vedette::op
