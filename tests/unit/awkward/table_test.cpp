#include <openssl/x509.h>

#include <algorithm>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <iostream>
#include <set>

#include "unit/awkward/awkward_bed.hpp"
#include "unit/probe/probe_bed.hpp"

namespace vedette::test {
namespace {

constexpr Micros kMostLate = Millis(50);
/// A machine may be ill once: a probe that ended too late has two more tries. What is expected of
/// its facts holds each time.
constexpr int kTries = 3;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
/// The sanitizers keep freed memory and shadows of all of it.
constexpr std::int64_t kMemorySlack = 160 << 20;
/// They slow down a copy, too.
constexpr Micros kLongestTurn = Millis(200);
#else
constexpr std::int64_t kMemorySlack = 12 << 20;
/// What a neighbour in the same engine may have to wait for its turn. A text of 16 MiB that grows
/// is copied at once, which takes most of this.
constexpr Micros kLongestTurn = Millis(20);
#endif

template <typename T>
std::string words(const std::optional<T>& value) {
  return value ? std::string(to_text(*value)) : "none";
}

void check_end(const std::optional<SystemTime>& end, std::chrono::hours after_made) {
  BOOST_REQUIRE(end);
  const auto [begun, made] = awkward_place().made();
  BOOST_TEST((*end - after_made >= begun && *end - after_made <= made),
             (*end - after_made - begun).count() << " µs off");
}

void check_certificate(const std::optional<SeenCertificate>& expected,
                       const model::TlsFacts& facts) {
  if (!expected) {
    BOOST_TEST((facts.issuer.empty() && facts.sha256.empty()));
    BOOST_TEST(!(facts.not_before || facts.not_after || facts.earliest_not_after));
    BOOST_TEST(!facts.verify_error);
    return;
  }
  BOOST_TEST(facts.issuer == expected->issuer);
  BOOST_TEST(facts.sha256.size() == 64U);
  BOOST_TEST(facts.not_before.has_value());
  check_end(facts.not_after, expected->leaf_ends);
  check_end(facts.earliest_not_after, expected->earliest_ends);
  const bool verified = expected->verify_error == X509_V_OK;
  BOOST_TEST(facts.verify_error.value_or("none") ==
             (verified ? "none" : X509_verify_cert_error_string(expected->verify_error)));
}

void check_tls(const Expected& expected, const model::ProbeFacts& facts) {
  BOOST_REQUIRE(facts.tls.has_value() == expected.tls.has_value());
  if (facts.tls) {
    BOOST_TEST(facts.tls->version == expected.tls->version);
    BOOST_TEST(facts.tls->cipher.empty() == expected.tls->version.empty());
    check_certificate(expected.tls->certificate, *facts.tls);
  }
}

void check_facts(const Row& row, const Flown& flown) {
  const model::ProbeFacts& facts = flown.facts;
  const Expected& expected = row.expected;
  BOOST_TEST(to_text(facts.outcome) == to_text(expected.outcome));
  BOOST_TEST(to_text(facts.reason) == to_text(expected.reason), facts.message);
  if (!facts.phase || std::ranges::count(expected.or_phases, *facts.phase) == 0) {
    BOOST_TEST(words(facts.phase) == words(expected.phase), facts.message);
  }
  BOOST_TEST(facts.status_code.value_or(0) == expected.status.value_or(0));
  BOOST_TEST(facts.body_truncated == expected.truncated);
  BOOST_TEST(facts.redirects == expected.redirects);
  BOOST_TEST(facts.message.empty() == (expected.outcome == model::Outcome::Up));
  if (expected.redirects == 0) {
    BOOST_TEST(facts.address ==
               (expected.address.empty() ? "" : expected.address + ":" + flown.port));
  }
  check_tls(expected, facts);

  const model::Durations& spent = facts.durations;
  BOOST_TEST(sum_of_phases(spent).count() == spent.total.count());
  if (facts.phase) {
    BOOST_TEST(duration_of(spent, *facts.phase).count() > 0);
  }
  BOOST_TEST(duration_of(spent, expected.least.first).count() >=
             std::chrono::duration_cast<Micros>(expected.least.second).count());
  if (facts.reason == model::Reason::Timeout || facts.reason == model::Reason::DnsTimeout) {
    BOOST_TEST(duration_of(spent, *facts.phase).count() > spent.total.count() / 2);
  }
}

void check_memory(const Row& row, const Flown& flown) {
  model::Target target;
  row.adjust(target);
  // A text that grows is held twice while it moves; a request is held by the plan and the target.
  const std::int64_t cap = 3 * std::int64_t{target.http.max_body_bytes};
  const std::int64_t request =
      target.http.body ? 2 * static_cast<std::int64_t>(target.http.body->value.size()) : 0;
  BOOST_TEST(flown.grown_bytes <= cap + request + kMemorySlack);
}

BOOST_AUTO_TEST_SUITE(awkward_table)

BOOST_DATA_TEST_CASE(each_server_has_its_outcome_in_time, boost::unit_test::data::make(all_rows()),
                     row) {
  AwkwardBed bed;
  Micros least_late = Micros::max();
  Micros least_turn = Micros::max();
  for (int i = 0; i < kTries && (least_late > kMostLate || least_turn > kLongestTurn); ++i) {
    const Flown flown = bed.fly(row);
    check_facts(row, flown);
    check_memory(row, flown);
    least_late = std::min(least_late, flown.lateness);
    least_turn = std::min(least_turn, flown.longest_turn);
  }
  BOOST_TEST(least_turn.count() <= kLongestTurn.count());
  BOOST_TEST(least_late.count() <= kMostLate.count());
}

BOOST_AUTO_TEST_CASE(the_table_is_complete_and_its_names_are_unique) {
  const std::vector<Row> rows = all_rows();
  std::set<std::string> names;
  for (const Row& row : rows) {
    BOOST_TEST(names.insert(row.name()).second, row.name());
  }
  std::cout << "awkward servers: " << rows.size() << " rows\n";
  BOOST_TEST(rows.size() >= 60U);
}

BOOST_AUTO_TEST_CASE(every_script_and_every_face_has_a_row) {
  const std::vector<Row> rows = all_rows();
  for (const AwkwardScript& script : awkward_place().scripts()) {
    BOOST_TEST((std::ranges::find(rows, script.name, &Row::server) != rows.end()), script.name);
  }
  for (const TlsFace face : kTlsFaces) {
    BOOST_TEST((std::ranges::find(rows, std::optional(face), &Row::face) != rows.end()),
               name_of(face));
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::test
