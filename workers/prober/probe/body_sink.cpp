#include "prober/probe/body_sink.hpp"

#include <algorithm>

namespace vedette::prober {

BodySink::BodySink(Keep keep, size_t limit, Encoding encoding) : keep_(keep), limit_(limit) {
  if (encoding == Encoding::Gzip || encoding == Encoding::Deflate) {
    inflater_.emplace(encoding);
  }
  broken_ = encoding == Encoding::Foreign;
}

BodySink::Taken BodySink::take(std::string_view piece, std::span<char> scratch) {
  if (!inflater_ || broken_) {
    add(piece);
    return {piece.size(), false};
  }
  Taken taken;
  size_t produced = 0;
  while (produced < kSlice && wants_more()) {
    const Inflater::Step step = inflater_->run(piece.substr(taken.consumed), scratch);
    taken.consumed += step.consumed;
    produced += step.produced;
    add({scratch.data(), step.produced});
    // Past the limit nothing counts any more, be it in the same step or in a later packet.
    if (step.broken && !over_limit_) {
      broken_ = true;
      // A text ends here, and how much more this packet holds says nothing; else all is counted.
      if (keep_ == Keep::Count) {
        add(piece.substr(taken.consumed));
      }
      return {piece.size(), false};
    }
    if (step.produced < scratch.size() && taken.consumed == piece.size()) {
      return taken;
    }
  }
  taken.more = wants_more();
  return taken;
}

void BodySink::finish() {
  if (inflater_ && !over_limit_ && !inflater_->complete()) {
    broken_ = true;
  }
}

void BodySink::add(std::string_view decoded) {
  const std::string_view kept = decoded.substr(0, limit_ - bytes_);
  over_limit_ = over_limit_ || kept.size() < decoded.size();
  bytes_ += kept.size();
  if (keep_ == Keep::Text) {
    text_.append(kept);
  }
}

}  // namespace vedette::prober
