#include "unit/awkward/row.hpp"

namespace vedette::test {

using model::Phase;
using model::Reason;

std::vector<Row> handshake_rows() {
  const SeenTls nothing{.version = "", .certificate = {}};
  const Expected refused = down(Reason::TlsHandshake, Phase::Tls).over_tls(nothing);
  const Expected late = down(Reason::Timeout, Phase::Tls).over_tls(nothing);
  std::vector<Row> rows = {
      {"tls-closes", "", refused},
      {"tls-resets", "", down(Reason::ConnectionReset, Phase::Tls).over_tls(nothing)},
      {"tls-closes-in-hello", "", refused},
      {"tls-plain-http", "", refused},
      {"tls-smtp", "", refused},
      {"tls-garbage", "", refused},
      {"tls-zeros", "", refused},
      {"tls-large-record", "", refused},
      {"tls-alert", "", refused},
      {"tls-alert-name", "", refused},
  };
  for (const char* server : {"tls-silent", "tls-silent-in-record", "tls-drip", "tls-flood"}) {
    rows.push_back({.server = server, .when = "", .expected = late, .timeout = kShort});
  }
  return rows;
}

}  // namespace vedette::test
