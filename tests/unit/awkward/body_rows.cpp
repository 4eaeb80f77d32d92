#include "unit/awkward/row.hpp"

namespace vedette::test {

using model::Phase;
using model::Reason;

std::vector<Row> body_rows() {
  const Expected truncated = down(Reason::BodyTruncated, Phase::Transfer, 200);
  const Expected malformed = down(Reason::ProtocolError, Phase::Transfer, 200);
  const Expected bad_head = down(Reason::ProtocolError, Phase::Transfer);
  const Expected too_large = down(Reason::BodyTooLarge, Phase::Transfer, 200).cut();
  const auto wants = [](const std::string& text) {
    return [text](model::Target& target) { target.expect.body.contains = {text}; };
  };
  return {
      {"length-too-long", "", truncated},
      {"length-too-short", "", up(200), wants("OK")},
      {"length-too-short", "text wanted that lies beyond",
       down(Reason::BodyMismatch, Phase::Transfer, 200), wants("much more")},
      {"length-missing", "", up(200), wants("OK")},
      {"length-twice", "", up(200), wants("OK")},
      {"lengths-differ", "", bad_head},
      {"length-text", "", bad_head},
      {"length-negative", "", bad_head},
      {"length-beyond-64-bits", "", bad_head},
      {"chunks", "", up(200), wants("OK")},
      {"chunks-drip", "", up(200), wants("OK")},
      {"chunks-empty-drip", "", up(200)},
      {"chunk-bad-size", "", malformed},
      {"chunk-huge-size", "", malformed},
      {"chunk-longer-than-size", "", malformed},
      {"chunk-cut", "", truncated},
      {"chunk-last-missing", "", truncated},
      {"chunk-last-cut", "", truncated},
      {"chunk-endless-extension", "", malformed},
      {"endless-trailer", "", malformed},
      {"chunked-with-length", "", bad_head},
      {"endless-body", "", up(200).cut()},
      {"endless-body", "text wanted", too_large, wants("OK")},
      {"endless-announced-body", "", up(200).cut()},
      {"endless-chunks", "", up(200).cut()},
      {"endless-chunks", "text wanted", too_large, wants("OK")},
      {"endless-tiny-chunks", "", up(200).cut()},
      {"endless-tiny-chunks-of-nothing", "", down(Reason::Timeout, Phase::Transfer, 200),
       [](model::Target&) {}, kShort},
  };
}

}  // namespace vedette::test
