#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <fstream>
#include <ostream>
#include <sstream>

#include "support/site/raw_server.hpp"
#include "support/site/site.hpp"
#include "support/temporary_directory.hpp"
#include "unit/probe/probe_bed.hpp"

namespace vedette::test {
namespace {

using model::Outcome;
using model::Phase;
using model::Reason;
using model::TlsVersion;
using std::chrono::hours;

/// The site's TLS faces, and targets that trust its authority.
class TlsBed {
 public:
  [[nodiscard]] model::Target target(TlsFace face) const {
    model::Target target = target_of(site_.https_url(face, "/ok"));
    target.tls.ca = model::Text{{}, pem("ca.crt")};
    return target;
  }
  [[nodiscard]] std::string pem(const std::string& name) const {
    std::ostringstream text;
    text << std::ifstream(directory_.path() / name).rdbuf();
    return std::move(text).str();
  }
  [[nodiscard]] Site& site() { return site_; }
  [[nodiscard]] ProbeBed& bed() { return bed_; }

 private:
  [[nodiscard]] static SiteOptions options(const TemporaryDirectory& directory) {
    SiteOptions options;
    options.dir = directory.path();
    return options;
  }
  TemporaryDirectory directory_;
  Site site_{options(directory_)};
  ProbeBed bed_;
};

struct HttpsRow {
  TlsFace face;
  Reason reason;
  int ends_in_days;  // the leaf's end, from now

  friend std::ostream& operator<<(std::ostream& out, const HttpsRow& row) {
    return out << name_of(row.face);
  }
};
const std::vector<HttpsRow> kRefused = {
    {TlsFace::Expired, Reason::CertificateExpired, -1},
    {TlsFace::NotYetValid, Reason::CertificateNotYetValid, 365},
    {TlsFace::SelfSigned, Reason::CertificateUntrusted, 365},
    {TlsFace::WrongName, Reason::CertificateNameMismatch, 365},
};

void check_certificate(const model::ProbeFacts& facts, int ends_in_days) {
  BOOST_REQUIRE(facts.tls);
  BOOST_TEST(facts.tls->version == "1.3");
  BOOST_TEST(facts.tls->cipher.starts_with("TLS_"));
  BOOST_TEST(facts.tls->sha256.size() == 64U);
  BOOST_TEST(!facts.tls->issuer.empty());
  BOOST_REQUIRE((facts.tls->not_before && facts.tls->not_after && facts.tls->earliest_not_after));
  const SystemTime now = RealClock().system_now();
  const auto off = *facts.tls->not_after - now - hours(24 * ends_in_days);
  BOOST_TEST((off < hours(1) && off > -hours(1)));
  BOOST_TEST((*facts.tls->earliest_not_after <= *facts.tls->not_after));
}

BOOST_FIXTURE_TEST_SUITE(https_test, TlsBed)

BOOST_AUTO_TEST_CASE(a_certificate_with_too_little_left_is_certificate_expiring) {
  model::Target wary = target(TlsFace::WithIntermediate);  // which ends in 90 days, the leaf later
  wary.expect.min_certificate_lifetime = hours(24 * 89);
  BOOST_TEST(to_text(bed().probe(wary).reason) == "ok");
  wary.expect.min_certificate_lifetime = hours(24 * 91);
  const auto facts = bed().probe(wary);
  BOOST_TEST(to_text(facts.reason) == "certificate_expiring", facts.message);
  BOOST_TEST((facts.phase == Phase::Tls));
  BOOST_TEST(*facts.status_code == 200);
}

BOOST_AUTO_TEST_CASE(tls_that_is_forbidden_or_lost_on_the_way_is_tls_policy) {
  model::Target plain = target(TlsFace::Good);
  plain.expect.tls = model::TlsPolicy::Forbidden;
  BOOST_TEST(to_text(bed().probe(plain).reason) == "tls_policy");
  model::Target lost = target(TlsFace::Good);
  lost.url = site().https_url(TlsFace::Good, "/redirect?to=" + site().http_url("/ok"));
  lost.expect.tls = model::TlsPolicy::Required;
  BOOST_TEST(to_text(bed().probe(lost).reason) == "tls_policy");
  lost.url = site().https_url(TlsFace::Good, "/redirect?to=/ok");
  BOOST_TEST(to_text(bed().probe(lost).reason) == "ok");
}

BOOST_AUTO_TEST_CASE(a_good_certificate_is_up_and_recorded) {
  const auto facts = bed().probe(target(TlsFace::Good));
  BOOST_TEST(to_text(facts.reason) == "ok", facts.message);
  check_certificate(facts, 365);
  BOOST_TEST(!facts.tls->verify_error);
  BOOST_TEST(facts.tls->issuer == "CN=Vedette site authority");
  BOOST_TEST(facts.durations.tls.count() > 0);
}

BOOST_DATA_TEST_CASE_F(TlsBed, a_refused_certificate_is_recorded_all_the_same,
                       boost::unit_test::data::make(kRefused), row) {
  const auto facts = bed().probe(target(row.face));
  BOOST_TEST(to_text(facts.reason) == to_text(row.reason), facts.message);
  BOOST_TEST((facts.outcome == Outcome::Down));
  BOOST_TEST((facts.phase == Phase::Tls));
  check_certificate(facts, row.ends_in_days);
  BOOST_TEST(facts.tls->verify_error.has_value());
  BOOST_TEST(site().log().all().empty());  // no request went to whom we do not trust
}

BOOST_DATA_TEST_CASE_F(TlsBed, insecure_skip_verify_goes_on_and_still_says_what_is_wrong,
                       boost::unit_test::data::make(kRefused), row) {
  model::Target careless = target(row.face);
  careless.tls.insecure_skip_verify = true;
  const auto facts = bed().probe(careless);
  BOOST_TEST(to_text(facts.reason) == "ok", facts.message);
  check_certificate(facts, row.ends_in_days);
  BOOST_TEST(facts.tls->verify_error.has_value());
}

BOOST_AUTO_TEST_CASE(the_systems_roots_do_not_know_the_sites_authority) {
  const auto facts = bed().probe(target_of(site().https_url(TlsFace::Good, "/ok")));
  BOOST_TEST(to_text(facts.reason) == "certificate_untrusted", facts.message);
}

BOOST_AUTO_TEST_CASE(server_name_decides_which_name_the_certificate_must_have) {
  model::Target other = target(TlsFace::WrongName);
  other.tls.server_name = "another.example";
  BOOST_TEST(to_text(bed().probe(other).reason) == "ok");
  model::Target wrong = target(TlsFace::Good);
  wrong.tls.server_name = "another.example";
  BOOST_TEST(to_text(bed().probe(wrong).reason) == "certificate_name_mismatch");
}

BOOST_AUTO_TEST_CASE(a_name_is_verified_as_well_as_an_address) {
  model::Target named = target(TlsFace::Good);
  named.url = "https://localhost:" + std::to_string(site().https_port(TlsFace::Good)) + "/ok";
  const auto facts = bed().probe(named);
  BOOST_TEST(to_text(facts.reason) == "ok", facts.message);
}

BOOST_AUTO_TEST_CASE(a_missing_client_certificate_is_tls_handshake_after_the_request) {
  const auto facts = bed().probe(target(TlsFace::ClientCertificate));
  BOOST_TEST(to_text(facts.reason) == "tls_handshake", facts.message);
  BOOST_TEST((facts.phase == Phase::Processing));
}

BOOST_AUTO_TEST_CASE(a_client_certificate_is_shown) {
  model::Target known = target(TlsFace::ClientCertificate);
  known.tls.certificate = model::Text{{}, pem("client.crt")};
  known.tls.key = model::Text{{}, pem("client.key")};
  const auto facts = bed().probe(known);
  BOOST_TEST(to_text(facts.reason) == "ok", facts.message);
}

BOOST_AUTO_TEST_CASE(versions_are_those_asked_for) {
  model::Target target12 = target(TlsFace::Good);
  target12.tls.max_version = TlsVersion::V1_2;
  const auto facts = bed().probe(target12);
  BOOST_TEST(to_text(facts.reason) == "ok", facts.message);
  BOOST_TEST(facts.tls->version == "1.2");
}

BOOST_AUTO_TEST_CASE(a_server_below_the_least_version_is_tls_handshake) {
  model::Target strict = target(TlsFace::Tls12Only);
  BOOST_TEST(bed().probe(strict).tls->version == "1.2");
  strict.tls.min_version = TlsVersion::V1_3;
  const auto facts = bed().probe(strict);
  BOOST_TEST(to_text(facts.reason) == "tls_handshake", facts.message);
  BOOST_TEST((facts.phase == Phase::Tls));
}

BOOST_AUTO_TEST_CASE(closing_in_the_handshake_is_tls_handshake) {
  RawServer server([](RawConnection& peer) { (void)peer.read_some(); });
  const auto facts = bed().probe("https://127.0.0.1:" + std::to_string(server.port()));
  BOOST_TEST(to_text(facts.reason) == "tls_handshake", facts.message);
  BOOST_TEST((facts.phase == Phase::Tls));
}

BOOST_AUTO_TEST_CASE(garbage_in_the_handshake_is_tls_handshake) {
  RawServer server([](RawConnection& peer) {
    (void)peer.read_some();
    peer.send("HTTP/1.1 400 Bad Request\r\n\r\n");
    peer.wait_for_close();
  });
  const auto facts = bed().probe("https://127.0.0.1:" + std::to_string(server.port()));
  BOOST_TEST(to_text(facts.reason) == "tls_handshake", facts.message);
}

BOOST_AUTO_TEST_CASE(a_reset_in_the_handshake_is_connection_reset) {
  RawServer server([](RawConnection& peer) {
    (void)peer.read_some();
    peer.reset();
  });
  const auto facts = bed().probe("https://127.0.0.1:" + std::to_string(server.port()));
  BOOST_TEST(to_text(facts.reason) == "connection_reset", facts.message);
  BOOST_TEST((facts.phase == Phase::Tls));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::test
