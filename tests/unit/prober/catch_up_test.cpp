#include "prober/schedule/catch_up.hpp"

#include <map>
#include <string>

#include <boost/test/unit_test.hpp>

#include "base/time_text.hpp"

namespace vedette::prober {
namespace {

using std::chrono::seconds;

const SystemTime kNow = from_rfc3339("2026-11-23T15:00:00Z").value();
constexpr Millis kHalfMinute{30'000};

OwedSlot owed_until(SystemTime expires) {
  static int targets = 0;
  const auto id = model::make_target_id("default", "shop", "t" + std::to_string(++targets));
  return {id, kNow - seconds(5), expires};
}

struct Taken {
  SystemTime at;
  CatchUp::Turn turn;
};

/// Takes all that comes until `end`, sleeping as long as until_next() says.
std::vector<Taken> take_until(CatchUp& catch_up, SystemTime now, SystemTime end) {
  std::vector<Taken> all;
  while (now <= end) {
    while (const auto turn = catch_up.take(now)) all.push_back({now, *turn});
    const auto wait = catch_up.until_next(now);
    if (!wait) break;
    now += std::max(Micros(1), *wait);
  }
  return all;
}

BOOST_AUTO_TEST_SUITE(catch_up)

BOOST_AUTO_TEST_CASE(a_fresh_heartbeat_says_after_which_slots) {
  BOOST_TEST((catch_up_after(kNow - seconds(60), kNow - seconds(62), kNow) == kNow - seconds(62)));
}

BOOST_AUTO_TEST_CASE(without_a_heartbeat_or_with_an_old_one_nothing_is_caught_up) {
  BOOST_TEST(!catch_up_after(std::nullopt, std::nullopt, kNow).has_value());
  BOOST_TEST(!catch_up_after(kNow - Millis(60'001), kNow - seconds(62), kNow).has_value());
  BOOST_TEST(!catch_up_after(kNow - seconds(1), std::nullopt, kNow).has_value());
}

BOOST_AUTO_TEST_CASE(what_expires_first_is_done_first) {
  CatchUp catch_up;
  for (int i = 0; i < 3; ++i) catch_up.count(7, kHalfMinute);
  catch_up.owe(7, owed_until(kNow + seconds(25)));
  catch_up.owe(7, owed_until(kNow + seconds(15)));
  catch_up.owe(7, owed_until(kNow + seconds(20)));
  const auto taken = take_until(catch_up, kNow, kNow + seconds(30));
  BOOST_REQUIRE_EQUAL(taken.size(), 3u);
  BOOST_TEST((taken[0].turn.owed.expires == kNow + seconds(15)));
  BOOST_TEST((taken[2].turn.owed.expires == kNow + seconds(25)));
  BOOST_TEST(taken[0].turn.shard == 7);
  BOOST_TEST(catch_up.size() == 0u);
}

BOOST_AUTO_TEST_CASE(a_shard_is_caught_up_at_twice_its_steady_rate_at_most) {
  CatchUp catch_up;
  for (int i = 0; i < 300; ++i) {  // 10 per second
    catch_up.count(7, kHalfMinute);
    catch_up.owe(7, owed_until(kNow + seconds(30)));
  }
  std::map<long, int> per_second;
  const auto taken = take_until(catch_up, kNow, kNow + seconds(29));
  for (const Taken& each : taken) ++per_second[(each.at - kNow) / seconds(1)];
  for (const auto& [second, count] : per_second) BOOST_TEST(count <= 21);
  BOOST_TEST(taken.size() == 300u);
  BOOST_TEST((taken.back().at - kNow >= seconds(14)));
  BOOST_TEST((taken.back().at - kNow <= seconds(16)));
}

BOOST_AUTO_TEST_CASE(each_shard_has_a_pace_of_its_own) {
  CatchUp catch_up;
  for (const int shard : {1, 2}) {
    for (int i = 0; i < 30; ++i) {  // 1 per second
      catch_up.count(shard, kHalfMinute);
      catch_up.owe(shard, owed_until(kNow + seconds(30)));
    }
  }
  const auto taken = take_until(catch_up, kNow, kNow + seconds(5));
  BOOST_TEST(taken.size() >= 20u);
  BOOST_TEST(taken.size() <= 22u);
}

BOOST_AUTO_TEST_CASE(what_has_expired_comes_out_at_once_and_takes_no_turn) {
  CatchUp catch_up;
  catch_up.count(7, kHalfMinute);
  catch_up.owe(7, owed_until(kNow - Millis(1)));
  catch_up.owe(7, owed_until(kNow - Millis(2)));
  catch_up.owe(7, owed_until(kNow + seconds(1)));
  BOOST_TEST(catch_up.take(kNow).has_value());
  BOOST_TEST(catch_up.take(kNow).has_value());
  const auto alive = catch_up.take(kNow);
  BOOST_REQUIRE(alive);
  BOOST_TEST((alive->owed.expires == kNow + seconds(1)));
}

BOOST_AUTO_TEST_CASE(targets_probed_once_a_day_are_not_paced_to_once_a_day) {
  CatchUp catch_up;
  for (int i = 0; i < 3; ++i) {
    catch_up.count(7, Millis(86'400'000));
    catch_up.owe(7, owed_until(kNow + std::chrono::hours(20)));
  }
  BOOST_TEST(take_until(catch_up, kNow, kNow + seconds(21)).size() == 3u);
}

BOOST_AUTO_TEST_CASE(while_shards_that_go_are_probed_too_less_is_caught_up) {
  CatchUp catch_up;
  catch_up.own(1);
  for (const int shard : {1, 2}) {  // 1 goes, 2 comes: 100 per second each
    for (int i = 0; i < 3'000; ++i) catch_up.count(shard, kHalfMinute);
  }
  for (int i = 0; i < 3'000; ++i) catch_up.owe(2, owed_until(kNow + seconds(30)));
  std::map<long, int> starts;
  int caught_up = 0;
  for (SystemTime now = kNow; now < kNow + seconds(5); now += Millis(1)) {
    const auto start = [&] {
      catch_up.started(now);
      ++starts[(now - kNow) / seconds(1)];
    };
    if ((now - kNow) % Millis(5) == Micros(0)) start();  // the slots of both shards
    while (catch_up.take(now)) {
      ++caught_up;
      start();
    }
  }
  for (const auto& [second, count] : starts) BOOST_TEST(count <= 275);
  BOOST_TEST(caught_up >= 220);
  BOOST_TEST(caught_up <= 280);
}

BOOST_AUTO_TEST_CASE(once_it_is_calm_the_rest_follows_without_being_asked_again) {
  CatchUp catch_up;
  catch_up.own(1);
  for (int i = 0; i < 300; ++i) catch_up.count(1, kHalfMinute);
  catch_up.owe(1, owed_until(kNow + seconds(30)));
  for (int i = 0; i < 6; ++i) catch_up.started(kNow + Millis(10 * i));  // 25 per second are few
  const SystemTime now = kNow + Millis(60);
  BOOST_TEST(!catch_up.take(now).has_value());
  BOOST_TEST((catch_up.until_next(now).value() == Millis(190)));
  BOOST_TEST(catch_up.take(now + Millis(190)).has_value());
}

BOOST_AUTO_TEST_CASE(a_shard_that_goes_gives_back_what_it_owed) {
  CatchUp catch_up;
  catch_up.count(1, kHalfMinute);
  catch_up.owe(1, owed_until(kNow + seconds(1)));
  catch_up.owe(1, owed_until(kNow + seconds(2)));
  catch_up.owe(2, owed_until(kNow + seconds(3)));
  BOOST_TEST(catch_up.drop(1).size() == 2u);
  BOOST_TEST(catch_up.size() == 1u);
  BOOST_TEST(catch_up.take(kNow)->shard == 2);
  BOOST_TEST(catch_up.drop(1).empty());
  BOOST_TEST(!catch_up.until_next(kNow).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::prober
