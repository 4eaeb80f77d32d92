#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "prober/probe/decode.hpp"

namespace vedette::prober {

/// Takes a body as it arrives: decodes it, counts its decoded bytes up to a limit and keeps their
/// text only when an assertion needs it.
class BodySink {
 public:
  enum class Keep { Count, Text };

  /// `limit` is in decoded bytes.
  BodySink(Keep keep, size_t limit, Encoding encoding);

  struct Taken {
    size_t consumed = 0;
    bool more = false;  ///< the slice is used up: call again, be the rest empty
  };

  /// Takes some of `piece`, decoding through `scratch`; stops after about kSlice decoded bytes, so
  /// that a bomb leaves others their turn. The same call again goes on.
  [[nodiscard]] Taken take(std::string_view piece, std::span<char> scratch);
  static constexpr size_t kSlice = 256 * 1024;

  /// The message ended; a compressed stream must have ended too.
  void finish();

  /// False when what is still to come changes nothing: over the limit, or undecodable.
  [[nodiscard]] bool wants_more() const {
    return !over_limit_ && (keep_ == Keep::Count || !broken_);
  }

  [[nodiscard]] std::int64_t bytes() const { return static_cast<std::int64_t>(bytes_); }
  [[nodiscard]] bool over_limit() const { return over_limit_; }
  /// The text could not be decoded: a broken stream, or an encoding that is not understood.
  [[nodiscard]] bool broken() const { return broken_; }
  [[nodiscard]] bool out_of_memory() const { return inflater_ && inflater_->out_of_memory(); }
  /// The decoded text. REQUIRES: Keep::Text.
  [[nodiscard]] std::string& text() { return text_; }

 private:
  void add(std::string_view decoded);

  Keep keep_;
  size_t limit_;
  std::optional<Inflater> inflater_;
  size_t bytes_ = 0;
  bool over_limit_ = false;
  bool broken_ = false;
  std::string text_;
};

}  // namespace vedette::prober
