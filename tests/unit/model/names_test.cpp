#include "model/names.hpp"

#include <set>
#include <string>

#include <boost/test/unit_test.hpp>

using namespace vedette::model;  // NOLINT(google-build-using-namespace): every name is under test

BOOST_AUTO_TEST_SUITE(names)

BOOST_AUTO_TEST_CASE(every_reason_of_the_closed_set_reads_back) {
  const char* const words[] = {"ok",
                               "prober_stalled",
                               "prober_resources",
                               "prober_offline",
                               "config_error",
                               "dns_not_found",
                               "dns_timeout",
                               "dns_error",
                               "connection_refused",
                               "connection_reset",
                               "connection_closed",
                               "network_unreachable",
                               "timeout",
                               "tls_handshake",
                               "certificate_expired",
                               "certificate_not_yet_valid",
                               "certificate_untrusted",
                               "certificate_name_mismatch",
                               "protocol_error",
                               "header_too_large",
                               "body_truncated",
                               "body_too_large",
                               "decode_error",
                               "redirect_limit",
                               "redirect_invalid",
                               "proxy_error",
                               "status_mismatch",
                               "header_mismatch",
                               "body_mismatch",
                               "json_mismatch",
                               "latency_exceeded",
                               "certificate_expiring",
                               "tls_policy",
                               "blocked_by_policy"};
  std::set<Reason> seen;
  for (const char* word : words) {
    const Reason reason = reason_from(word);
    BOOST_TEST((reason != Reason::Other), word);
    BOOST_TEST(to_text(reason) == word);
    BOOST_TEST(seen.insert(reason).second, word);
  }
  BOOST_TEST(seen.size() == 34U);
}

BOOST_AUTO_TEST_CASE(unknown_reason_is_other) {
  BOOST_TEST((reason_from("invented_later") == Reason::Other));
  BOOST_TEST((reason_from("") == Reason::Other));
  BOOST_TEST((reason_from("Timeout") == Reason::Other));
  BOOST_TEST(to_text(Reason::Other) == "other");
}

BOOST_AUTO_TEST_CASE(outcomes_verdicts_and_phases_read_back) {
  for (const auto outcome : {Outcome::Unknown, Outcome::Up, Outcome::Down}) {
    BOOST_TEST((outcome_from(to_text(outcome)) == outcome));
  }
  for (const auto verdict : {Verdict::Unknown, Verdict::Up, Verdict::Down}) {
    BOOST_TEST((verdict_from(to_text(verdict)) == verdict));
  }
  for (const auto phase : {Phase::Dns, Phase::Connect, Phase::Tls, Phase::Request,
                           Phase::Processing, Phase::Transfer}) {
    BOOST_TEST((phase_from(to_text(phase)) == phase));
  }
  BOOST_TEST(!outcome_from("sideways").has_value());
  BOOST_TEST(!verdict_from("Up").has_value());
  BOOST_TEST(!phase_from("").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
