#include "unit/awkward/row.hpp"

namespace vedette::test {

using model::Phase;
using model::Reason;

std::vector<Row> redirect_rows() {
  const Expected invalid = down(Reason::RedirectInvalid, Phase::Processing, 302);
  const Expected limit = down(Reason::RedirectLimit, Phase::Processing, 302);
  const Expected final_302 = down(Reason::StatusMismatch, Phase::Processing, 302);
  const SeenTls untrusted{
      .certificate = SeenCertificate{.verify_error = X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY}};
  const SeenTls expired{.certificate =
                            SeenCertificate{.leaf_ends = kEndedYesterday,
                                            .earliest_ends = kEndedYesterday,
                                            .verify_error = X509_V_ERR_CERT_HAS_EXPIRED}};
  const auto at_most = [](int count) {
    return [count](model::Target& target) { target.http.max_redirects = count; };
  };
  return {
      {"redirect-loop", "", limit.after(10)},
      {"redirect-loop", "none allowed", limit, at_most(0)},
      {"redirect-loop", "not followed", final_302,
       [](model::Target& target) { target.http.follow_redirects = false; }},
      {"redirect-ping-pong", "", limit.after(10)},
      {"redirect-relative", "", up(200).after(1)},
      {"redirect-without-location", "", final_302},
      {"redirect-bad-location", "", invalid},
      {"redirect-empty-host", "", invalid},
      {"redirect-other-scheme", "", invalid},
      {"redirect-javascript", "", invalid},
      {"redirect-to-refused", "", down(Reason::ConnectionRefused, Phase::Connect, 302).after(1)},
      {"redirect-to-silence", "", down(Reason::Timeout, Phase::Processing, 302).after(1),
       [](model::Target&) {}, kShort},
      {"redirect-endless-body", "", up(200).after(1)},
      {"redirect-to-tls", "", up(200).after(1).over_tls({})},
      {"redirect-to-tls", "with roots that do not know it",
       down(Reason::CertificateUntrusted, Phase::Tls, 302).after(1).over_tls(untrusted),
       [](model::Target& target) { target.tls.ca.reset(); }},
      {"redirect-to-expired-tls", "",
       down(Reason::CertificateExpired, Phase::Tls, 302).after(1).over_tls(expired)},
  };
}

}  // namespace vedette::test
