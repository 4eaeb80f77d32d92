#include "unit/awkward/row.hpp"

namespace vedette::test {

using model::Phase;
using model::Reason;

namespace {

/// More than the kernel buffers between two sockets.
void posts_32_mib(model::Target& target) {
  target.http.method = model::Method::Post;
  target.http.body = model::Text{{}, std::string(32 << 20, 'x')};
}

}  // namespace

std::vector<Row> tcp_rows() {
  const Expected closed = down(Reason::ConnectionClosed, Phase::Processing);
  const Expected reset = down(Reason::ConnectionReset, Phase::Processing);
  const auto silent = [](Phase phase, std::optional<int> status = {}) {
    return down(Reason::Timeout, phase, status);
  };
  return {
      {.server = "", .when = "", .expected = down(Reason::ConnectionRefused, Phase::Connect)},
      {.server = "close-at-accept", .when = "", .expected = closed},
      {.server = "close-after-request", .when = "", .expected = closed},
      {.server = "close-in-head",
       .when = "",
       .expected = down(Reason::ConnectionClosed, Phase::Transfer)},
      {.server = "reset-at-accept",
       .when = "",
       .expected = reset.with_phase_or(Phase::Request).with_phase_or(Phase::Connect)},
      {.server = "reset-at-accept",
       .when = "while a large request is written",
       .expected = down(Reason::ConnectionReset, Phase::Request).with_phase_or(Phase::Connect),
       .adjust = posts_32_mib},
      {.server = "reset-after-request", .when = "", .expected = reset},
      {.server = "reset-in-head",
       .when = "",
       .expected = down(Reason::ConnectionReset, Phase::Transfer)},
      {.server = "reset-in-body",
       .when = "",
       .expected = down(Reason::BodyTruncated, Phase::Transfer, 200)},
      {.server = "silent", .when = "", .expected = silent(Phase::Processing), .timeout = kShort},
      {.server = "silent",
       .when = "while a large request is written",
       .expected = silent(Phase::Request),
       .adjust = posts_32_mib,
       .timeout = kShort},
      {.server = "silent-after-request",
       .when = "",
       .expected = silent(Phase::Processing),
       .timeout = kShort},
      {.server = "silent-after-interim",
       .when = "",
       .expected = silent(Phase::Processing),
       .timeout = kShort},
      {.server = "silent-in-status-line",
       .when = "",
       .expected = silent(Phase::Transfer),
       .timeout = kShort},
      {.server = "silent-in-head",
       .when = "",
       .expected = silent(Phase::Transfer),
       .timeout = kShort},
      {.server = "silent-after-head",
       .when = "",
       .expected = silent(Phase::Transfer, 200),
       .timeout = kShort},
      {.server = "silent-in-body",
       .when = "",
       .expected = silent(Phase::Transfer, 200),
       .timeout = kShort},
      {.server = "silent-in-chunk",
       .when = "",
       .expected = silent(Phase::Transfer, 200),
       .timeout = kShort},
      {.server = "silent-before-last-chunk",
       .when = "",
       .expected = silent(Phase::Transfer, 200),
       .timeout = kShort},
      {.server = "drip", .when = "", .expected = up(200)},
      {.server = "drip-head", .when = "", .expected = silent(Phase::Transfer), .timeout = kShort},
      {.server = "drip-body",
       .when = "",
       .expected = silent(Phase::Transfer, 200),
       .timeout = kShort},
      {.server = "early-answer", .when = "", .expected = up(200)},
      {.server = "stays-open", .when = "", .expected = up(200)},
  };
}

}  // namespace vedette::test
