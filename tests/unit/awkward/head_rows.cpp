#include "unit/awkward/row.hpp"

namespace vedette::test {

using model::Phase;
using model::Reason;

std::vector<Row> head_rows() {
  const Expected no_http = down(Reason::ProtocolError, Phase::Transfer);
  const Expected too_large = down(Reason::HeaderTooLarge, Phase::Transfer);
  const auto wrong = [](int status) {
    return down(Reason::StatusMismatch, Phase::Processing, status);
  };
  const auto expects = [](int status) {
    return [status](model::Target& target) { target.expect.status_codes = {{status, status}}; };
  };
  return {
      {"http10", "", up(200)},
      {"http09", "", no_http},
      {"http2", "", no_http},
      {"http2-preface", "", no_http},
      {"ssh", "", no_http},
      {"status-two-digits", "", no_http},
      {"status-999", "", wrong(999)},
      {"status-text", "", no_http},
      {"status-unspaced", "", up(200)},
      {"status-unspaced-drip", "", up(200)},
      {"bare-lf", "", no_http},
      {"space-before-colon", "", no_http},
      {"nul-in-head", "", no_http},
      {"field-without-colon", "", no_http},
      {"head-1mib", "", too_large},
      {"field-70kib", "", too_large},
      {"head-60kib", "", up(200)},
      {"endless-head", "", too_large},
      {"interim", "", up(200)},
      {"endless-interim", "", too_large},
      {"upgrade", "", wrong(101)},
      {"upgrade", "101 expected, which leaves the connection open", up(101), expects(101)},
      {"no-content-with-body", "", up(204)},
      {"not-modified-with-body", "", wrong(304)},
      {"not-modified-with-body", "304 expected", up(304), expects(304)},
      {"error-without-body", "", wrong(500)},
      {"foreign-bytes", "", up(200)},
      {"silent-after-head", "asked by HEAD", up(200),
       [](model::Target& target) { target.http.method = model::Method::Head; }},
  };
}

}  // namespace vedette::test
