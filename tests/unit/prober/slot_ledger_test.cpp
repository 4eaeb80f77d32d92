#include "prober/publish/slot_ledger.hpp"

#include <thread>

#include <boost/test/unit_test.hpp>

namespace vedette::prober {
namespace {

SystemTime at_ms(std::int64_t ms) { return SystemTime(Millis(ms)); }

BOOST_AUTO_TEST_SUITE(slot_ledger)

BOOST_AUTO_TEST_CASE(the_earliest_open_slot_of_a_shard_is_what_holds_it_back) {
  SlotLedger ledger(4);
  BOOST_TEST(!ledger.earliest(1).has_value());
  ledger.begin({1, at_ms(2'000)});
  ledger.begin({1, at_ms(1'000)});
  ledger.begin({2, at_ms(500)});
  BOOST_TEST((ledger.earliest(1) == at_ms(1'000)));
  ledger.end({1, at_ms(1'000)});
  BOOST_TEST((ledger.earliest(1) == at_ms(2'000)));
  ledger.end({1, at_ms(2'000)});
  BOOST_TEST(!ledger.earliest(1).has_value());
  BOOST_TEST((ledger.earliest(2) == at_ms(500)));
}

BOOST_AUTO_TEST_CASE(a_slot_that_two_targets_share_is_open_until_both_ended) {
  SlotLedger ledger(1);
  ledger.begin({0, at_ms(1'000)});
  ledger.begin({0, at_ms(1'000)});
  ledger.end({0, at_ms(1'000)});
  BOOST_TEST((ledger.earliest(0) == at_ms(1'000)));
  ledger.end({0, at_ms(1'000)});
  BOOST_TEST(!ledger.earliest(0).has_value());
}

BOOST_AUTO_TEST_CASE(a_tag_carries_slot_and_shard_and_0_carries_none) {
  for (const OpenSlot open : {OpenSlot{0, at_ms(1)}, OpenSlot{47, at_ms(1'795'446'024'418)},
                              OpenSlot{1'023, at_ms(4'102'444'800'000)}}) {
    BOOST_TEST(to_tag(open) != 0u);
    BOOST_TEST((open_slot_from(to_tag(open)) == open));
  }
  BOOST_TEST(!open_slot_from(0).has_value());
}

BOOST_AUTO_TEST_CASE(a_delivery_report_ends_the_slot_of_its_tag) {
  SlotLedger ledger(64);
  const OpenSlot open{47, at_ms(1'795'446'024'418)};
  ledger.begin(open);
  ledger.end_tagged(0);
  BOOST_TEST(ledger.earliest(47).has_value());
  ledger.end_tagged(to_tag(open));
  BOOST_TEST(!ledger.earliest(47).has_value());
}

BOOST_AUTO_TEST_CASE(two_threads_begin_and_end_without_losing_count) {
  SlotLedger ledger(1);
  constexpr int kSlots = 20'000;
  for (int i = 0; i < kSlots; ++i) ledger.begin({0, at_ms(i)});
  {
    const std::jthread ends([&] {
      for (int i = 0; i < kSlots; ++i) ledger.end({0, at_ms(i)});
    });
    for (int i = 0; i < kSlots; ++i) ledger.begin({0, at_ms(kSlots + i)});
  }
  BOOST_TEST((ledger.earliest(0) == at_ms(kSlots)));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::prober
