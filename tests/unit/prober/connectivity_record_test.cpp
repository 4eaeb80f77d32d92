#include "prober/fitness/connectivity_record.hpp"

#include <boost/test/unit_test.hpp>

namespace vedette::prober {
namespace {

using model::Outcome;
using model::Reason;

SteadyTime at(Millis time) { return SteadyTime(std::chrono::hours(1)) + time; }
const Failure kNoAnswer{Reason::ProberOffline, "no answer"};

CheckRound passed(Millis began) { return {at(began), std::nullopt}; }
CheckRound failed(Millis began) { return {at(began), kNoAnswer}; }

BOOST_AUTO_TEST_SUITE(connectivity_record)

BOOST_AUTO_TEST_CASE(the_first_round_is_due_at_once_and_the_next_after_five_seconds) {
  ConnectivityRecord record;
  BOOST_TEST((record.next_round() <= at(Millis(0))));
  record.ended(passed(Millis(0)));
  BOOST_TEST((record.next_round() == at(Millis(5'000))));
}

BOOST_AUTO_TEST_CASE(after_a_failed_round_the_next_comes_after_a_second) {
  ConnectivityRecord record;
  record.ended(failed(Millis(0)));
  BOOST_TEST((record.next_round() == at(Millis(1'000))));
}

BOOST_AUTO_TEST_CASE(a_failed_probe_brings_the_next_round_nearer_and_five_seconds_of_more) {
  ConnectivityRecord record;
  record.ended(passed(Millis(0)));
  record.asked(at(Millis(100)));
  BOOST_TEST((record.next_round() == at(Millis(250))));
  record.ended(passed(Millis(250)));
  BOOST_TEST((record.next_round() == at(Millis(1'250))));
  record.ended(passed(Millis(5'100)));
  BOOST_TEST((record.next_round() == at(Millis(10'100))));
}

BOOST_AUTO_TEST_CASE(a_failure_counts_when_a_round_that_began_after_it_passed) {
  ConnectivityRecord record;
  record.ended(passed(Millis(2'000)));
  BOOST_TEST(record.decides(at(Millis(2'000))));
  BOOST_TEST(!record.excuse(at(Millis(0)), at(Millis(2'000)), at(Millis(9'000))).has_value());
}

BOOST_AUTO_TEST_CASE(a_round_that_passed_before_the_failure_decides_nothing) {
  ConnectivityRecord record;
  record.ended(passed(Millis(1'900)));
  BOOST_TEST(!record.decides(at(Millis(2'000))));
  BOOST_TEST(record.excuse(at(Millis(0)), at(Millis(2'000)), at(Millis(2'500))).has_value());
}

BOOST_AUTO_TEST_CASE(without_time_for_a_proof_a_round_during_the_probe_is_enough) {
  ConnectivityRecord record;
  record.ended(passed(Millis(1'000)));
  BOOST_TEST(!record.excuse(at(Millis(900)), at(Millis(2'000)), at(Millis(2'040))).has_value());
  const auto excuse = record.excuse(at(Millis(1'001)), at(Millis(2'000)), at(Millis(2'040)));
  BOOST_REQUIRE(excuse.has_value());
  BOOST_TEST((excuse->reason == Reason::ProberOffline));
}

BOOST_AUTO_TEST_CASE(a_failed_round_excuses_at_once_and_a_passed_one_ends_that) {
  ConnectivityRecord record;
  record.ended(failed(Millis(0)));
  BOOST_TEST(record.decides(at(Millis(3'000))));
  const auto excuse = record.excuse(at(Millis(2'000)), at(Millis(3'000)), at(Millis(3'000)));
  BOOST_REQUIRE(excuse.has_value());
  BOOST_TEST(excuse->message == "no answer");
  record.ended(passed(Millis(3'100)));
  BOOST_TEST(!record.excuse(at(Millis(2'000)), at(Millis(3'000)), at(Millis(3'200))).has_value());
}

BOOST_AUTO_TEST_CASE(before_any_round_nothing_counts) {
  const ConnectivityRecord record;
  BOOST_TEST(!record.decides(at(Millis(0))));
  BOOST_TEST(record.excuse(at(Millis(0)), at(Millis(10)), at(Millis(20))).has_value());
}

BOOST_AUTO_TEST_CASE(what_a_whole_answer_says_is_the_sites) {
  for (const Reason reason :
       {Reason::StatusMismatch, Reason::BodyMismatch, Reason::HeaderMismatch, Reason::JsonMismatch,
        Reason::CertificateExpired, Reason::BlockedByPolicy, Reason::TlsPolicy}) {
    BOOST_TEST(!may_be_our_network(reason), to_text(reason));
  }
  for (const Reason reason : {Reason::Timeout, Reason::ConnectionRefused, Reason::DnsTimeout,
                              Reason::NetworkUnreachable, Reason::TlsHandshake}) {
    BOOST_TEST(may_be_our_network(reason), to_text(reason));
  }
}

CheckEnding ending(const char* url, Outcome outcome, Reason reason, const char* message) {
  CheckEnding ending;
  ending.url = url;
  ending.facts.outcome = outcome;
  ending.facts.reason = reason;
  ending.facts.message = message;
  return ending;
}

BOOST_AUTO_TEST_CASE(a_failed_round_says_which_check_failed_how) {
  const auto one = ending("http://a.test/", Outcome::Down, Reason::Timeout, "no answer");
  BOOST_TEST(failure_of_round({one}).message ==
             "the connectivity check of http://a.test/ fails (timeout: no answer); see to the "
             "prober's network, or to --connectivity-check");
  BOOST_TEST((failure_of_round({one}).reason == Reason::ProberOffline));
  BOOST_TEST(
      failure_of_round({one, one})
          .message.starts_with(
              "none of 2 connectivity checks passes, http://a.test/ not (timeout: no answer)"));
}

BOOST_AUTO_TEST_CASE(a_check_that_the_prober_could_not_make_says_what_it_lacked) {
  const auto one = ending("http://a.test/", Outcome::Unknown, Reason::ProberResources, "EMFILE");
  BOOST_TEST((failure_of_round({one}).reason == Reason::ProberResources));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::prober
