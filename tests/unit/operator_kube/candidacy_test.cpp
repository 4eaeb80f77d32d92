#include "operator/kube/candidacy.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

namespace vedette::op {
namespace {

using std::chrono::seconds;

const SystemTime kWall = SystemTime(std::chrono::sys_days(std::chrono::year(2026) / 11 / 25));
const SteadyTime kStart = SteadyTime(seconds(1'000));

Lease lease_of(const std::string& holder, const std::string& renewed = "t1",
               std::int64_t transitions = 4) {
  return {{holder, 15, "t0", renewed, transitions}, "uid", "7"};
}

/// A candidate that became leader at kStart.
Candidacy leader() {
  Candidacy candidacy("me", {});
  candidacy.seen(std::nullopt, kStart);
  candidacy.wrote({*candidacy.wish(kWall, kStart), "uid", "1"}, kStart);
  return candidacy;
}

BOOST_AUTO_TEST_SUITE(candidacy)

BOOST_AUTO_TEST_CASE(absent_lease_is_taken) {
  Candidacy candidacy("me", {});
  candidacy.seen(std::nullopt, kStart);
  const auto wish = candidacy.wish(kWall, kStart);
  BOOST_REQUIRE(wish);
  BOOST_TEST((*wish == LeaseRecord{"me", 15, "2026-11-25T00:00:00.000000Z",
                                   "2026-11-25T00:00:00.000000Z", 0}));
}

BOOST_AUTO_TEST_CASE(lease_of_another_is_respected_until_it_has_not_changed_for_its_duration) {
  Candidacy candidacy("me", {});
  candidacy.seen(lease_of("other"), kStart);
  BOOST_TEST(!candidacy.wish(kWall, kStart));
  candidacy.seen(lease_of("other"), kStart + seconds(14));
  BOOST_TEST(!candidacy.wish(kWall, kStart + seconds(14)));
  const auto wish = candidacy.wish(kWall, kStart + seconds(15));
  BOOST_REQUIRE(wish);
  BOOST_TEST(wish->holder == "me");
  BOOST_TEST(wish->transitions == 5);
}

BOOST_AUTO_TEST_CASE(each_renewal_that_is_seen_starts_the_wait_anew_whatever_its_time_says) {
  Candidacy candidacy("me", {});
  candidacy.seen(lease_of("other", "1970-01-01T00:00:00.000000Z"), kStart);
  candidacy.seen(lease_of("other", "1970-01-01T00:00:02.000000Z"), kStart + seconds(14));
  BOOST_TEST(!candidacy.wish(kWall, kStart + seconds(28)));
  BOOST_TEST(candidacy.wish(kWall, kStart + seconds(29)).has_value());
}

BOOST_AUTO_TEST_CASE(released_lease_is_taken_at_once) {
  Candidacy candidacy("me", {});
  candidacy.seen(lease_of(""), kStart);
  const auto wish = candidacy.wish(kWall, kStart);
  BOOST_REQUIRE(wish);
  BOOST_TEST(wish->transitions == 5);
}

BOOST_AUTO_TEST_CASE(own_lease_of_a_former_life_is_taken_without_a_transition) {
  Candidacy candidacy("me", {});
  candidacy.seen(lease_of("me"), kStart);
  const auto wish = candidacy.wish(kWall, kStart);
  BOOST_REQUIRE(wish);
  BOOST_TEST(wish->acquired_at == "t0");
  BOOST_TEST(wish->transitions == 4);
  BOOST_TEST(!candidacy.leads(kStart));
  BOOST_TEST(!candidacy.lost(kStart));
}

BOOST_AUTO_TEST_CASE(leader_leads_for_the_renew_deadline_after_it_sent_its_renewal) {
  Candidacy candidacy = leader();
  BOOST_TEST(candidacy.leads(kStart));
  BOOST_TEST(candidacy.leads(kStart + Millis(9'999)));
  BOOST_TEST(!candidacy.lost(kStart + Millis(9'999)));
  BOOST_TEST(!candidacy.leads(kStart + Millis(10'000)));
  BOOST_TEST(candidacy.lost(kStart + Millis(10'000)));
}

BOOST_AUTO_TEST_CASE(renewal_keeps_when_the_term_began) {
  Candidacy candidacy = leader();
  const auto wish = candidacy.wish(kWall + seconds(2), kStart + seconds(2));
  BOOST_REQUIRE(wish);
  BOOST_TEST(wish->acquired_at == "2026-11-25T00:00:00.000000Z");
  BOOST_TEST(wish->renewed_at == "2026-11-25T00:00:02.000000Z");
  BOOST_TEST(wish->transitions == 0);
}

BOOST_AUTO_TEST_CASE(leader_that_sees_another_in_its_place_has_lost_at_once) {
  Candidacy candidacy = leader();
  candidacy.seen(lease_of("other"), kStart + seconds(1));
  BOOST_TEST(!candidacy.leads(kStart + seconds(1)));
  BOOST_TEST(candidacy.lost(kStart + seconds(1)));
  BOOST_TEST(!candidacy.resign(kWall).has_value());
}

BOOST_AUTO_TEST_CASE(leader_whose_lease_was_deleted_makes_it_again) {
  Candidacy candidacy = leader();
  candidacy.seen(std::nullopt, kStart + seconds(1));
  BOOST_TEST(!candidacy.leads(kStart + seconds(1)));
  BOOST_TEST(!candidacy.lost(kStart + seconds(1)));
  BOOST_TEST(candidacy.wish(kWall, kStart + seconds(1))->holder == "me");
}

BOOST_AUTO_TEST_CASE(resigned_leader_leads_no_more_and_frees_the_lease_for_the_next) {
  Candidacy candidacy = leader();
  const auto record = candidacy.resign(kWall);
  BOOST_REQUIRE(record);
  BOOST_TEST(record->holder == "");
  BOOST_TEST(!candidacy.leads(kStart));
  BOOST_TEST(!candidacy.lost(kStart));
  Candidacy next("next", {});
  next.seen(Lease{*record, "uid", "2"}, kStart);
  BOOST_TEST(next.wish(kWall, kStart).has_value());
  BOOST_TEST(!Candidacy("me", {}).resign(kWall).has_value());
}

BOOST_AUTO_TEST_CASE(lease_is_read_as_it_was_written) {
  const LeaseRecord record{"me", 15, "2026-11-25T00:00:00.000000Z", "2026-11-25T00:00:02.000000Z",
                           3};
  auto body = lease_body({"vedette", "vedette-operator"}, record, "uid", "7");
  BOOST_TEST(
      boost::json::serialize(body.at("metadata")) ==
      R"({"name":"vedette-operator","namespace":"vedette","uid":"uid","resourceVersion":"7"})");
  const auto object = object_from(body);
  BOOST_REQUIRE(object);
  const Lease lease = lease_from(*object);
  BOOST_TEST((lease.record == record));
  BOOST_TEST(lease.uid == "uid");
  BOOST_TEST(lease.resource_version == "7");
}

BOOST_AUTO_TEST_CASE(new_lease_names_no_uid_and_no_version) {
  const auto body = lease_body({"vedette", "x"}, {}, "", "");
  BOOST_TEST(boost::json::serialize(body.at("metadata")) ==
             R"({"name":"x","namespace":"vedette"})");
}

BOOST_AUTO_TEST_CASE(lease_without_a_spec_is_free) {
  const auto object = object_from(
      boost::json::object{{"metadata", {{"name", "x"}, {"resourceVersion", "1"}}}, {"spec", 7}});
  BOOST_REQUIRE(object);
  Candidacy candidacy("me", {});
  candidacy.seen(lease_from(*object), kStart);
  BOOST_TEST(candidacy.wish(kWall, kStart).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::op
