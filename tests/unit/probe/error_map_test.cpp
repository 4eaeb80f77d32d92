#include "prober/probe/error_map.hpp"

#include <ares.h>
#include <openssl/x509_vfy.h>

#include <boost/test/unit_test.hpp>
#include <cerrno>

#include "prober/probe/connect.hpp"
#include "prober/probe/io_failure.hpp"

namespace vedette::test {
namespace {

using namespace prober;  // NOLINT(google-build-using-namespace): the subject
using std::chrono::milliseconds;
using std::chrono::seconds;

BOOST_AUTO_TEST_SUITE(error_map_test)

BOOST_AUTO_TEST_CASE(what_this_machine_lacks_is_never_the_sites_fault) {
  for (const int error : {EMFILE, ENFILE, EADDRNOTAVAIL, ENOBUFS, ENOMEM}) {
    BOOST_TEST(to_text(reason_of_errno(error)) == "prober_resources");
    BOOST_TEST((outcome_of(reason_of_errno(error)) == model::Outcome::Unknown));
  }
}

BOOST_AUTO_TEST_CASE(errors_of_connect_have_their_reason) {
  BOOST_TEST(to_text(reason_of_errno(ECONNREFUSED)) == "connection_refused");
  BOOST_TEST(to_text(reason_of_errno(ECONNRESET)) == "connection_reset");
  BOOST_TEST(to_text(reason_of_errno(ETIMEDOUT)) == "timeout");
  for (const int error : {ENETUNREACH, EHOSTUNREACH, EAFNOSUPPORT, EACCES, EPERM}) {
    BOOST_TEST(to_text(reason_of_errno(error)) == "network_unreachable");
  }
}

BOOST_AUTO_TEST_CASE(verify_errors_have_their_reason) {
  BOOST_TEST(to_text(reason_of_verify_error(X509_V_ERR_CERT_HAS_EXPIRED)) == "certificate_expired");
  BOOST_TEST(to_text(reason_of_verify_error(X509_V_ERR_CERT_NOT_YET_VALID)) ==
             "certificate_not_yet_valid");
  BOOST_TEST(to_text(reason_of_verify_error(X509_V_ERR_HOSTNAME_MISMATCH)) ==
             "certificate_name_mismatch");
  for (const long error : {X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, X509_V_ERR_CERT_REVOKED,
                           X509_V_ERR_INVALID_CA, X509_V_ERR_EE_KEY_TOO_SMALL}) {
    BOOST_TEST(to_text(reason_of_verify_error(error)) == "certificate_untrusted");
  }
}

BOOST_AUTO_TEST_CASE(lookup_statuses_have_their_reason) {
  BOOST_TEST(to_text(reason_of_ares(ARES_ENOTFOUND)) == "dns_not_found");
  BOOST_TEST(to_text(reason_of_ares(ARES_ENODATA)) == "dns_not_found");
  BOOST_TEST(to_text(reason_of_ares(ARES_ETIMEOUT)) == "dns_timeout");
  for (const int status : {ARES_ESERVFAIL, ARES_EREFUSED, ARES_EBADRESP, ARES_ECONNREFUSED}) {
    BOOST_TEST(to_text(reason_of_ares(status)) == "dns_error");
  }
}

BOOST_AUTO_TEST_CASE(a_reset_in_the_body_truncates_it) {
  const IoStep reset{IoStep::Kind::SocketError, 0, ECONNRESET};
  BOOST_TEST(to_text(failure_of_step(reset, Stage::Head).reason) == "connection_reset");
  BOOST_TEST(to_text(failure_of_step(reset, Stage::Handshake).reason) == "connection_reset");
  BOOST_TEST(to_text(failure_of_step(reset, Stage::Body).reason) == "body_truncated");
}

BOOST_AUTO_TEST_CASE(each_address_but_the_last_gets_its_share_or_three_seconds) {
  BOOST_TEST((connect_budget(seconds(10), 1) == seconds(10)));
  BOOST_TEST((connect_budget(seconds(10), 2) == seconds(3)));
  BOOST_TEST((connect_budget(seconds(2), 4) == milliseconds(500)));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::test
