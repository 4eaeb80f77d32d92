#include "prober/fleet/ownership.hpp"

#include <boost/test/unit_test.hpp>

namespace vedette::prober {

std::ostream& operator<<(std::ostream& out, const OwnershipChanges& changes) {
  const auto list = [&](const char* name, const std::vector<int>& shards) {
    out << name;
    for (const int shard : shards) out << ' ' << shard;
  };
  list("dropped", changes.dropped);
  list("; started", changes.started);
  list("; restored", changes.restored);
  return out;
}

namespace {

constexpr SteadyTime kStart{std::chrono::hours(1)};
constexpr std::int64_t kStartMs = 1'795'446'000'000;

const OwnershipChanges kNothing;

/// An ownership on a clock of its own.
struct Owned {
  Ownership ownership;
  SteadyTime now = kStart;

  [[nodiscard]] std::int64_t unix_ms() const {
    return kStartMs + std::chrono::duration_cast<Millis>(now - kStart).count();
  }
  OwnershipChanges assign(const std::set<int>& shards) {
    return ownership.assigned(shards, now, unix_ms());
  }
  /// Lets time pass in steps of 100 ms; the first step that changes anything ends it.
  OwnershipChanges pass(Millis time) {
    for (const SteadyTime end = now + time; now < end;) {
      now += Millis(100);
      OwnershipChanges changes = ownership.tick(now);
      if (changes != kNothing) return changes;
    }
    return {};
  }
  void restore(int shard, std::int64_t highest_epoch = 0) {
    const OwnershipChanges changes = ownership.read_to_end(shard, highest_epoch);
    BOOST_TEST(changes == (OwnershipChanges{{}, {}, {shard}}));
    ownership.fix_epoch(shard, highest_epoch);
  }
  /// Owns and has restored these.
  void own(const std::set<int>& shards) {
    assign(shards);
    for (const int shard : shards) restore(shard);
  }
};

BOOST_FIXTURE_TEST_SUITE(ownership_suite, Owned)

BOOST_AUTO_TEST_CASE(an_assignment_starts_probing_at_once_and_writing_after_the_restore) {
  BOOST_TEST(assign({3, 5}) == (OwnershipChanges{{}, {3, 5}, {}}));
  BOOST_TEST(ownership.probed() == (std::set{3, 5}), boost::test_tools::per_element());
  BOOST_TEST(ownership.writable().empty());
  BOOST_TEST(ownership.restoring_shards() == 2U);
  BOOST_TEST(!ownership.epoch(3).has_value());

  restore(3);
  BOOST_TEST(ownership.may_write(3));
  BOOST_TEST(!ownership.may_write(5));
  BOOST_TEST(ownership.restoring_shards() == 1U);
  BOOST_TEST(ownership.assigned_shards() == 2U);
}

BOOST_AUTO_TEST_CASE(the_epoch_is_later_than_the_assignment_and_than_all_that_was_read) {
  assign({0, 1});
  restore(0, kStartMs - 1'000);
  BOOST_TEST(ownership.epoch(0).value() == kStartMs);
  restore(1, kStartMs + 50'000);  // the owner before has a clock that is ahead
  BOOST_TEST(ownership.epoch(1).value() == kStartMs + 50'001);
}

BOOST_AUTO_TEST_CASE(a_restore_that_does_not_end_is_ended_after_ten_seconds) {
  assign({0, 1});
  pass(Millis(4'000));
  restore(1);
  BOOST_TEST(pass(Millis(60'000)) == (OwnershipChanges{{}, {}, {0}}));
  BOOST_TEST((now == kStart + Ownership::kRestoreWithin));
  ownership.fix_epoch(0, 0);
  BOOST_TEST(ownership.may_write(0));
  BOOST_TEST(pass(Millis(60'000)) == kNothing);
}

BOOST_AUTO_TEST_CASE(an_end_that_comes_after_the_deadline_changes_nothing) {
  assign({0});
  pass(Ownership::kRestoreWithin);
  ownership.fix_epoch(0, 0);
  BOOST_TEST(ownership.read_to_end(0, kStartMs - 1) == kNothing);
  BOOST_TEST(ownership.epoch(0).value() == kStartMs);
}

BOOST_AUTO_TEST_CASE(an_end_after_the_deadline_that_shows_a_higher_epoch_restores_again) {
  assign({0});
  pass(Ownership::kRestoreWithin);
  ownership.fix_epoch(0, 0);
  BOOST_TEST(ownership.read_to_end(0, kStartMs + 7) == (OwnershipChanges{{0}, {0}, {0}}));
  ownership.fix_epoch(0, kStartMs + 7);
  BOOST_TEST(ownership.epoch(0).value() == kStartMs + 8);
}

BOOST_AUTO_TEST_CASE(a_revoke_stops_writing_and_never_probing) {
  own({0, 1});
  ownership.revoked();
  BOOST_TEST(ownership.writable().empty());
  BOOST_TEST(pass(std::chrono::hours(1)) == kNothing);  // brokers that stay away
  BOOST_TEST(ownership.probed().size() == 2U);
}

BOOST_AUTO_TEST_CASE(what_is_assigned_again_after_a_revoke_goes_on_with_its_epoch) {
  own({0, 1});
  ownership.revoked();
  pass(Millis(20'000));
  BOOST_TEST(assign({0, 1}) == kNothing);
  BOOST_TEST(ownership.writable().size() == 2U);
  BOOST_TEST(ownership.epoch(0).value() == kStartMs);
  BOOST_TEST(!ownership.owned_since(0).has_value());           // perhaps another's in between
  BOOST_TEST(ownership.read_to_end(0, kStartMs) == kNothing);  // its own epoch
  BOOST_TEST((ownership.owned_since(0).value() == kStart));
}

BOOST_AUTO_TEST_CASE(a_shard_that_had_another_owner_in_between_is_restored_again) {
  own({0, 1});
  ownership.revoked();
  pass(Millis(30'000));
  const SteadyTime again = now;
  BOOST_TEST(assign({0, 1}) == kNothing);
  const std::int64_t others = kStartMs + 10'000;
  BOOST_TEST(ownership.read_to_end(0, others) == (OwnershipChanges{{0}, {0}, {0}}));
  BOOST_TEST(!ownership.may_write(0));
  BOOST_TEST(ownership.may_write(1));
  BOOST_TEST(ownership.fix_epoch(0, others) == kStartMs + 30'000);
  BOOST_TEST(ownership.may_write(0));
  BOOST_TEST((ownership.owned_since(0).value() == again));
  BOOST_TEST(ownership.read_to_end(1, kStartMs) == kNothing);
  BOOST_TEST((ownership.owned_since(1).value() == kStart));
}

BOOST_AUTO_TEST_CASE(a_shard_that_the_assignment_does_not_hold_is_probed_five_seconds_more) {
  own({0, 1});
  BOOST_TEST(assign({1, 2}) == (OwnershipChanges{{}, {2}, {}}));
  BOOST_TEST(ownership.probed() == (std::set{0, 1, 2}), boost::test_tools::per_element());
  BOOST_TEST(!ownership.may_write(0));
  BOOST_TEST(!ownership.owned_since(0).has_value());
  BOOST_TEST(ownership.epoch(0).value() == kStartMs);
  BOOST_TEST(ownership.assigned_shards() == 2U);
  restore(2);
  BOOST_TEST(pass(Millis(60'000)) == (OwnershipChanges{{0}, {}, {}}));
  BOOST_TEST((now == kStart + Ownership::kGrace));
  BOOST_TEST(ownership.probed() == (std::set{1, 2}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(further_assignments_do_not_lengthen_the_grace) {
  own({0});
  assign({});
  pass(Millis(4'000));
  BOOST_TEST(assign({}) == kNothing);
  BOOST_TEST(pass(Millis(60'000)) == (OwnershipChanges{{0}, {}, {}}));
  BOOST_TEST((now == kStart + Ownership::kGrace));
}

BOOST_AUTO_TEST_CASE(a_shard_that_comes_back_within_the_grace_is_restored_again) {
  own({0});
  assign({});
  pass(Millis(2'000));
  BOOST_TEST(assign({0}) == (OwnershipChanges{{0}, {0}, {}}));
  BOOST_TEST(!ownership.may_write(0));
  BOOST_TEST(!ownership.epoch(0).has_value());
  pass(Millis(4'000));
  BOOST_TEST(ownership.probed().size() == 1U);  // the grace is forgotten
  restore(0, kStartMs + 1'000);
  BOOST_TEST(ownership.epoch(0).value() == kStartMs + 2'000);
}

BOOST_AUTO_TEST_CASE(a_shard_that_goes_before_it_was_restored_goes_at_once) {
  assign({0, 1});
  restore(0);
  BOOST_TEST(assign({}) == (OwnershipChanges{{1}, {}, {}}));
  BOOST_TEST(ownership.probed() == std::set{0}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_restore_goes_on_over_a_rebalance_with_its_first_deadline) {
  assign({0});
  pass(Millis(6'000));
  ownership.revoked();
  BOOST_TEST(assign({0}) == kNothing);
  BOOST_TEST(pass(Millis(60'000)) == (OwnershipChanges{{}, {}, {0}}));
  BOOST_TEST((now == kStart + Ownership::kRestoreWithin));
  BOOST_TEST(ownership.fix_epoch(0, 0) == kStartMs + 6'000);
}

BOOST_AUTO_TEST_CASE(ends_of_shards_that_are_not_ours_change_nothing) {
  own({0});
  assign({});
  BOOST_TEST(ownership.read_to_end(0, kStartMs + 99) == kNothing);
  BOOST_TEST(ownership.read_to_end(7, 0) == kNothing);
}

BOOST_AUTO_TEST_CASE(standings_say_what_of_each_shard_is_ours) {
  own({0, 1});
  assign({1, 2});
  const ShardStanding going{.probed = true, .epoch = kStartMs};
  const ShardStanding kept{.probed = true, .owned = true, .epoch = kStartMs};
  const ShardStanding coming{.probed = true, .owned = true, .restoring = true};
  BOOST_TEST((ownership.standings(4) == std::vector{going, kept, coming, ShardStanding{}}));
  ownership.revoked();
  BOOST_TEST(!ownership.standings(4)[1].owned);
}

BOOST_AUTO_TEST_CASE(a_member_without_shards_probes_nothing) {
  BOOST_TEST(assign({}) == kNothing);
  BOOST_TEST(ownership.probed().empty());
  BOOST_TEST(ownership.assigned_shards() == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::prober
