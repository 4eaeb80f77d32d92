#include "unit/awkward/row.hpp"

namespace vedette::test {

using model::Phase;
using model::Reason;

namespace {

void wants_service(model::Target& target) { target.expect.body.contains = {"Service OK"}; }

/// Patterns with too many states for an automaton: the slowest that RE2 gets.
void searches_slowly(model::Target& target) {
  target.http.max_body_bytes = 32 << 20;
  for (int length = 205; length < 220; ++length) {
    target.expect.body.not_matches.push_back("[a-q][^u-z]{" + std::to_string(length) + "}x");
  }
}

}  // namespace

std::vector<Row> content_rows() {
  const Expected too_large = down(Reason::BodyTooLarge, Phase::Transfer, 200).cut();
  const Expected undecodable = down(Reason::DecodeError, Phase::Transfer, 200);
  const Expected mismatch = down(Reason::BodyMismatch, Phase::Transfer, 200);
  const Expected late = down(Reason::Timeout, Phase::Transfer, 200);
  const auto nothing = [](model::Target&) {};
  return {
      {"gzip", "text wanted", up(200), wants_service},
      {"deflate-zlib", "text wanted", up(200), wants_service},
      {"deflate-raw", "text wanted", up(200), wants_service},
      {"gzip-cut", "", up(200)},
      {"gzip-cut", "text wanted", undecodable, wants_service},
      {"deflate-cut", "text wanted", undecodable, wants_service},
      {"deflate-raw-cut", "text wanted", undecodable, wants_service},
      {"gzip-bad-sum", "text wanted", undecodable, wants_service},
      {"deflate-bad-sum", "text wanted", undecodable, wants_service},
      {"gzip-lie", "", up(200)},
      {"gzip-lie", "text wanted", undecodable, wants_service},
      {"deflate-lie", "text wanted", undecodable, wants_service},
      {"gzip-called-deflate", "text wanted", undecodable, wants_service},
      {"deflate-called-gzip", "text wanted", undecodable, wants_service},
      {"gzip-unlabelled", "text wanted", mismatch, wants_service},
      {"gzip-twice", "", up(200)},
      {"gzip-twice", "text wanted", undecodable, wants_service},
      {"gzip-twice-unsaid", "text wanted", mismatch, wants_service},
      {"deflate-twice", "text wanted", undecodable, wants_service},
      {"deflate-twice-unsaid", "text wanted", mismatch, wants_service},
      {"deflate-raw-twice-unsaid", "text wanted", mismatch, wants_service},
      {"brotli", "", up(200)},
      {"brotli", "text wanted", undecodable, wants_service},
      {"gzip-bomb", "", up(200).cut()},
      {"gzip-bomb", "text wanted", too_large, wants_service},
      {"deflate-bomb", "text wanted", too_large, wants_service},
      {"deflate-raw-bomb", "text wanted", too_large, wants_service},
      {"gzip-of-nothing", "", late, nothing, kShort},
      {"gzip-members-of-nothing", "", late, nothing, kShort},
      {"utf16", "text wanted", mismatch, wants_service},
      {"nul-body", "text wanted", up(200), wants_service},
      {"match-across-packets", "text wanted", up(200), wants_service},
      {"match-across-chunks", "text wanted", up(200), wants_service},
      {"letters-250kib", "slow patterns, all of them met", up(200), searches_slowly},
      {"letters-24mib", "slow patterns", late, searches_slowly, Millis(1000)},
  };
}

}  // namespace vedette::test
