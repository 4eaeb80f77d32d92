#include "prober/fleet/fleet.hpp"

#include <algorithm>

#include <boost/test/unit_test.hpp>

#include "fleet_world.hpp"
#include "support/fault.hpp"

namespace vedette::prober::test {
namespace {

using Keys = std::vector<std::string>;

std::string state_message_key(int shard, const model::TargetState& state) {
  return std::to_string(shard) + ":" + state_key(state);
}

model::ShardHeartbeat beat_in(const kafka::Message& message) {
  const auto read = model::shard_heartbeat_from(message.key, message.value);
  BOOST_REQUIRE_MESSAGE(read, fault_of(read));
  return *read;
}

BOOST_AUTO_TEST_SUITE(fleet)

BOOST_FIXTURE_TEST_CASE(alone_it_probes_everything_before_kafka_answers, AloneWorld) {
  topic_partitions = std::nullopt;
  step();
  BOOST_TEST((probing.probed == ShardSet::all(kShards)));
  BOOST_TEST(probing.restores.empty());
  BOOST_TEST(producer.sent.empty());
  BOOST_TEST(gate.may_change_things(0, clock.steady_now(), Millis(1'000)));
}

BOOST_FIXTURE_TEST_CASE(alone_and_without_kafka_the_restore_ends_after_ten_seconds, AloneWorld) {
  topic_partitions = std::nullopt;
  step();
  pass(Millis(9'900));
  BOOST_TEST(probing.restores.empty());
  pass(Millis(100));
  BOOST_REQUIRE_EQUAL(probing.restores.size(), std::size_t{kShards});
  BOOST_TEST(probing.restores[0].epoch == now_ms() - 10'000);
  BOOST_TEST(!probing.restores[0].heartbeat_at.has_value());
  BOOST_TEST(probing.restores[0].verdicts->empty());
  BOOST_TEST(metrics.late_restores.Value() == kShards);
}

BOOST_FIXTURE_TEST_CASE(a_restore_gives_what_the_owner_before_left, GroupWorld) {
  const auto left = state(1, 1'000);
  model::ShardHeartbeat beat;
  beat.location = "eu-west";
  beat.prober = "prober-0";
  beat.epoch = now_ms() + 5'000;  // its clock is ahead of ours
  beat.shards = kShards;
  beat.at = clock.system_now() - Millis(2'000);
  beat.done_through = clock.system_now() - Millis(4'000);
  auto elsewhere = state(2, 9'000);
  elsewhere.location = "us-east";
  assign_and_end({2}, [&] {
    std::vector<kafka::Record> records;
    records.push_back(record_of(2, state_key(left), to_json(left)));
    records.push_back(record_of(2, state_key(elsewhere), to_json(elsewhere)));
    records.push_back(record_of(2, "#shard/eu-west", to_json(beat)));
    records.push_back(record_of(2, "#shard/us-east", to_json(beat)));
    records.push_back(record_of(2, "garbage", "{"));
    return records;
  });
  BOOST_TEST(probing.probed.contains(2));
  BOOST_TEST(!probing.probed.contains(1));
  BOOST_REQUIRE_EQUAL(probing.restores.size(), 1U);
  const ShardRestored& restored = probing.restores[0];
  BOOST_TEST(restored.shard == 2);
  BOOST_TEST(restored.epoch == beat.epoch + 1);
  BOOST_TEST((restored.heartbeat_at == beat.at));
  BOOST_TEST((restored.done_through == beat.done_through));
  BOOST_REQUIRE_EQUAL(restored.verdicts->size(), 1U);
  BOOST_TEST((restored.verdicts->at(left.id).verdict == model::Verdict::Down));
  BOOST_TEST(restored.verdicts->at(left.id).spec_hash == 7U);
  BOOST_TEST(metrics.unreadable.Value() == 1);
}

BOOST_FIXTURE_TEST_CASE(the_first_heartbeat_comes_when_the_restore_has_ended, GroupWorld) {
  script.emplace_back([](kafka::RebalanceHandler& handler) {
    handler.on_assign(partitions_of({1}));
    return std::vector<kafka::Record>{};
  });
  step();
  pass(Millis(6'000));
  BOOST_TEST(producer.sent.empty());  // it would overwrite how far the owner before came
  ledger.begin({1, clock.system_now() - Millis(3'000)});
  probing.next_slot = clock.system_now() + Millis(10);
  script.emplace_back([](kafka::RebalanceHandler& handler) {
    handler.on_end({"vedette.states", 1});
    return std::vector<kafka::Record>{};
  });
  step();
  BOOST_REQUIRE_EQUAL(producer.sent.size(), 1U);
  BOOST_TEST(producer.sent[0].partition.value() == 1);
  const auto beat = beat_in(producer.sent[0]);
  BOOST_TEST(beat.prober == "prober-1");
  BOOST_TEST(beat.location == "eu-west");
  BOOST_TEST(beat.shards == kShards);
  BOOST_TEST(beat.epoch == probing.restores.at(0).epoch);
  BOOST_TEST((beat.at == clock.system_now()));
  BOOST_TEST((beat.done_through == clock.system_now() - Millis(3'001)));
}

BOOST_FIXTURE_TEST_CASE(heartbeats_come_every_five_seconds_and_never_two_under_way, GroupWorld) {
  assign_and_end({0});
  producer.report_all(true);
  producer.take_keys();
  pass(Millis(4'900));
  BOOST_TEST(producer.take_keys() == Keys{}, boost::test_tools::per_element());
  pass(Millis(100));
  BOOST_TEST(producer.take_keys() == Keys{"0:#shard/eu-west"}, boost::test_tools::per_element());
  pass(Millis(5'000));  // Kafka has not acknowledged the one before
  BOOST_TEST(producer.take_keys() == Keys{}, boost::test_tools::per_element());
  producer.report_all(true);
  step();
  pass(Millis(5'000));
  BOOST_TEST(producer.take_keys() == Keys{"0:#shard/eu-west"}, boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(a_change_of_the_target_files_is_told_at_once, GroupWorld) {
  assign_and_end({0});
  producer.report_all(true);
  step();
  producer.take_keys();
  auto set = std::make_shared<targets::TargetSet>();
  targets::LoadedFile operators;
  operators.source = "default";
  operators.file = "targets-07";
  operators.epoch = 17;
  targets::LoadedFile by_hand;
  by_hand.source = "default";
  by_hand.file = "/etc/vedette/shop.yaml";
  set->files = {operators, by_hand};
  probing.set = set;
  step();
  BOOST_REQUIRE_EQUAL(producer.sent.size(), 1U);
  BOOST_TEST((beat_in(producer.sent[0]).loaded ==
              std::map<std::string, std::int64_t>{{"default/targets-07", 17}}));
}

BOOST_FIXTURE_TEST_CASE(a_prober_that_falls_ill_says_so_at_once, GroupWorld) {
  assign_and_end({0});
  producer.report_all(true);
  step();
  BOOST_TEST(beat_in(producer.sent.back()).healthy);
  producer.sent.clear();
  healthy = false;
  step();
  BOOST_REQUIRE_EQUAL(producer.sent.size(), 1U);
  BOOST_TEST(!beat_in(producer.sent[0]).healthy);
  producer.report_all(true);
  step();
  BOOST_TEST(producer.sent.size() == 1U);
}

BOOST_FIXTURE_TEST_CASE(what_is_to_be_told_at_once_waits_for_the_heartbeat_under_way, GroupWorld) {
  assign_and_end({0, 1});
  healthy = false;
  producer.take_keys();
  step();
  BOOST_TEST(producer.take_keys() == Keys{}, boost::test_tools::per_element());
  producer.report_all(true);
  step();
  step();
  BOOST_TEST(producer.take_keys() == (Keys{"0:#shard/eu-west", "1:#shard/eu-west"}),
             boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(a_changed_state_goes_into_its_shard_until_it_is_acknowledged, GroupWorld) {
  assign_and_end({3});
  producer.report_all(true);
  step();
  producer.take_keys();
  const auto changed = state(1, probing.restores.at(0).epoch);
  mailbox.changed(3, changed);
  step();
  BOOST_REQUIRE_EQUAL(producer.sent.size(), 1U);
  BOOST_TEST(producer.sent[0].value == to_json(changed));
  BOOST_TEST(producer.take_keys() == Keys{state_message_key(3, changed)},
             boost::test_tools::per_element());
  producer.report_all(false);
  step();
  BOOST_TEST(producer.take_keys() == Keys{state_message_key(3, changed)},
             boost::test_tools::per_element());
  producer.report_all(true);
  step();
  step();
  BOOST_TEST(producer.take_keys() == Keys{}, boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(at_a_revoke_it_flushes_when_it_is_alive, GroupWorld) {
  assign_and_end({0});
  producer.take_keys();
  mailbox.changed(0, state(1, probing.restores.at(0).epoch));
  revoke({0});
  BOOST_TEST(producer.flushes == 1);
  BOOST_TEST(producer.purges == 0);
  // The heartbeat comes last: of what it calls done the new owner has read the states.
  BOOST_TEST(producer.take_keys() == (Keys{state_message_key(0, state(1, 0)), "0:#shard/eu-west"}),
             boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(what_a_heartbeat_calls_done_is_asked_before_states_are_taken, GroupWorld) {
  assign_and_end({0});
  producer.report_all(true);
  producer.sent.clear();
  const SystemTime slot = clock.system_now();
  ledger.begin({0, slot});
  probing.at_horizon = [this] {  // the latest moment at which a result may still slip in
    mailbox.changed(0, state(1, probing.restores.at(0).epoch));
  };
  pass(Millis(5'000));
  const auto keys = producer.take_keys();
  BOOST_REQUIRE_EQUAL(keys.size(), 2U);
  BOOST_TEST(keys[1] == "0:#shard/eu-west");
}

BOOST_FIXTURE_TEST_CASE(after_a_freeze_nothing_is_written_until_the_group_has_spoken, GroupWorld) {
  assign_and_end({0});
  const std::int64_t epoch = probing.restores.at(0).epoch;
  producer.report_all(true);
  freeze(Millis(30'000));
  producer.take_keys();
  mailbox.changed(0, state(1, epoch));
  pass(Millis(5'500));  // so long the group may take to say that we were evicted
  BOOST_TEST(producer.take_keys() == Keys{}, boost::test_tools::per_element());
  BOOST_TEST(!gate.may_change_things(0, clock.steady_now(), Millis(1'000)));
  revoke({0});
  BOOST_TEST(producer.purges == 1);
  BOOST_TEST(producer.take_keys() == Keys{}, boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(a_freeze_that_cost_no_shard_is_forgotten_after_two_sessions, GroupWorld) {
  assign_and_end({0});
  producer.report_all(true);
  freeze(Millis(5'000));
  mailbox.changed(0, state(1, probing.restores.at(0).epoch));
  producer.take_keys();
  pass(Millis(12'000));
  step();
  BOOST_TEST(producer.take_keys() == (Keys{state_message_key(0, state(1, 0)), "0:#shard/eu-west"}),
             boost::test_tools::per_element());
  BOOST_TEST(gate.may_change_things(0, clock.steady_now(), Millis(1'000)));
}

BOOST_FIXTURE_TEST_CASE(alone_a_freeze_stops_no_writing, AloneWorld) {
  assign_and_end({0, 1, 2, 3});
  producer.report_all(true);
  freeze(Millis(30'000));
  producer.report_all(true);
  producer.take_keys();
  mailbox.changed(0, state(1, probing.restores.at(0).epoch));
  step();
  BOOST_TEST(std::ranges::count(producer.take_keys(), state_message_key(0, state(1, 0))) == 1);
}

BOOST_FIXTURE_TEST_CASE(at_a_revoke_it_purges_when_it_was_frozen_for_a_session, GroupWorld) {
  assign_and_end({0});
  producer.take_keys();
  mailbox.changed(0, state(1, probing.restores.at(0).epoch));
  script.emplace_back([this](kafka::RebalanceHandler& handler) {
    clock.passed += Millis(6'500);  // the process stood still inside the poll
    handler.on_revoke(partitions_of({0}), false);
    return std::vector<kafka::Record>{};
  });
  step();
  BOOST_TEST(producer.flushes == 0);
  BOOST_TEST(producer.purges == 1);
  BOOST_TEST(producer.take_keys() == Keys{}, boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(at_a_revoke_it_purges_what_no_broker_acknowledges, GroupWorld) {
  assign_and_end({0});
  producer.acknowledges = false;
  mailbox.changed(0, state(1, probing.restores.at(0).epoch));
  revoke({0});
  BOOST_TEST(producer.flushes == 1);
  BOOST_TEST(producer.purges == 1);
}

BOOST_FIXTURE_TEST_CASE(after_a_revoke_it_probes_on_and_writes_nothing_until_it_is_assigned,
                        GroupWorld) {
  assign_and_end({0, 1});
  const std::int64_t epoch = probing.restores.at(0).epoch;
  revoke({0, 1});
  producer.take_keys();
  mailbox.changed(0, state(1, epoch));
  pass(Millis(20'000));
  BOOST_TEST(probing.probed.contains(0));
  BOOST_TEST(producer.take_keys() == Keys{}, boost::test_tools::per_element());
  BOOST_TEST(!gate.may_change_things(0, clock.steady_now(), Millis(1'000)));

  assign_and_end({0, 1});
  BOOST_TEST(probing.restores.size() == 2U);  // none anew
  const auto keys = producer.take_keys();
  BOOST_TEST(std::ranges::count(keys, state_message_key(0, state(1, epoch))) == 1);
  BOOST_TEST(gate.may_change_things(0, clock.steady_now(), Millis(1'000)));
}

BOOST_FIXTURE_TEST_CASE(what_an_outage_kept_from_being_written_of_a_lost_shard_is_written_after_it,
                        GroupWorld) {
  assign_and_end({0, 1});
  const auto truth = state(1, probing.restores.at(0).epoch);
  producer.acknowledges = false;
  mailbox.changed(0, truth);
  revoke({0, 1});
  pass(Millis(60'000));
  producer.acknowledges = true;
  producer.sent.clear();
  assign_and_end({1});
  BOOST_REQUIRE_GE(producer.sent.size(), 2U);
  BOOST_TEST(producer.sent[0].value == to_json(truth));
  BOOST_TEST(producer.sent[0].partition.value() == 0);
  const auto beat = beat_in(producer.sent[1]);
  BOOST_TEST(beat.released);
  BOOST_TEST(beat.epoch == truth.epoch);
}

BOOST_FIXTURE_TEST_CASE(a_revoke_without_an_outage_says_no_farewell, GroupWorld) {
  assign_and_end({0, 1});
  revoke({0, 1});
  producer.sent.clear();
  assign_and_end({1});
  pass(Millis(1'000));
  for (const auto& message : producer.sent) BOOST_TEST(message.partition.value() == 1);
}

/// A fleet that had shard 0, was cut off, and is given shard 1 of another prober too.
struct AfterOutage : GroupWorld {
  AfterOutage() {
    assign_and_end({0});
    producer.acknowledges = false;
    revoke({0});
    pass(Millis(20'000));
    producer.acknowledges = true;
    others.location = "eu-west";
    others.prober = "prober-2";
    others.epoch = probing.restores.at(0).epoch;
    others.shards = kShards;
    others.at = clock.system_now() - Millis(22'000);
    assign_and_end({0, 1}, [this] {
      std::vector<kafka::Record> records;
      records.push_back(record_of(1, "#shard/eu-west", to_json(others)));
      return records;
    });
  }
  model::ShardHeartbeat others;
};

BOOST_FIXTURE_TEST_CASE(after_an_outage_a_restore_waits_for_the_owner_before, AfterOutage) {
  pass(Millis(2'000));
  BOOST_TEST(probing.restores.size() == 1U);
  const auto left = state(1, others.epoch);
  read(1, state_key(left), to_json(left));
  others.released = true;
  others.at = clock.system_now();
  read(1, "#shard/eu-west", to_json(others));
  step();
  BOOST_REQUIRE_EQUAL(probing.restores.size(), 2U);
  BOOST_TEST(probing.restores[1].verdicts->contains(left.id));
  BOOST_TEST((probing.restores[1].heartbeat_at == others.at));
}

BOOST_FIXTURE_TEST_CASE(an_owner_that_an_outage_killed_is_waited_for_five_seconds, AfterOutage) {
  pass(Millis(4'900));
  BOOST_TEST(probing.restores.size() == 1U);
  pass(Millis(200));
  step();
  BOOST_TEST(probing.restores.size() == 2U);
}

BOOST_FIXTURE_TEST_CASE(a_new_owner_waits_before_it_changes_things, GroupWorld) {
  assign_and_end({0});
  BOOST_TEST(!gate.may_change_things(0, clock.steady_now(), Millis(1'000)));
  pass(Millis(7'001));
  BOOST_TEST(gate.may_change_things(0, clock.steady_now(), Millis(1'000)));
  BOOST_TEST(!gate.may_change_things(1, clock.steady_now(), Millis(1'000)));
}

BOOST_FIXTURE_TEST_CASE(a_shard_that_goes_to_another_is_probed_five_seconds_more, GroupWorld) {
  assign_and_end({0, 1});
  revoke({0, 1});
  assign_and_end({1});
  pass(Millis(4'900));
  BOOST_TEST(probing.probed.contains(0));
  pass(Millis(100));
  BOOST_TEST(!probing.probed.contains(0));
  BOOST_TEST(probing.probed.contains(1));
}

BOOST_FIXTURE_TEST_CASE(a_zombies_overwrite_is_written_over, GroupWorld) {
  assign_and_end({0});
  const std::int64_t epoch = probing.restores.at(0).epoch;
  const auto truth = state(1, epoch);
  mailbox.changed(0, truth);
  step();
  producer.report_all(true);
  read(0, state_key(truth), to_json(truth));
  producer.take_keys();
  auto zombies = truth;
  zombies.epoch = epoch - 40'000;
  zombies.verdict = model::Verdict::Up;
  read(0, state_key(zombies), to_json(zombies));
  BOOST_REQUIRE_EQUAL(producer.sent.size(), 1U);
  BOOST_TEST(producer.sent[0].value == to_json(truth));
  BOOST_TEST(metrics.state_repairs.Value() == 1);
}

BOOST_FIXTURE_TEST_CASE(what_another_owner_wrote_while_this_one_was_frozen_is_restored,
                        GroupWorld) {
  assign_and_end({0});
  const std::int64_t first_epoch = probing.restores.at(0).epoch;
  clock.passed += Millis(30'000);
  revoke({0});
  const auto others = state(1, first_epoch + 10'000);
  const int calls = probing.set_calls;
  assign_and_end({0}, [&] {
    std::vector<kafka::Record> records;
    records.push_back(record_of(0, state_key(others), to_json(others)));
    return records;
  });
  BOOST_TEST(probing.set_calls == calls + 2);  // out and in again
  BOOST_TEST(probing.probed.contains(0));
  BOOST_REQUIRE_EQUAL(probing.restores.size(), 2U);
  BOOST_TEST(probing.restores[1].epoch == now_ms());
  BOOST_TEST(probing.restores[1].verdicts->contains(others.id));
}

BOOST_FIXTURE_TEST_CASE(a_topic_with_another_number_of_partitions_is_not_used, GroupWorld) {
  topic_partitions = 12;
  step();
  BOOST_TEST(health.ready().json.find(
                 "topic vedette.states has 12 partitions, but --shards is 4") != std::string::npos);
  BOOST_TEST(!health.ready().ok);
  topic_partitions = kShards;
  pass(Millis(1'000));
  assign_and_end({});
  BOOST_TEST(health.ready().ok, health.ready().json);  // a surplus prober is ready and idle
}

BOOST_FIXTURE_TEST_CASE(a_topic_that_has_grown_is_said_and_harms_nothing, GroupWorld) {
  assign_and_end({3, kShards});
  read(kShards, "#shard/eu-west", "{}");
  BOOST_TEST(health.ready().json.find("topic vedette.states has grown: it has a partition 4, but "
                                      "--shards is 4") != std::string::npos,
             health.ready().json);
  BOOST_TEST(probing.probed.contains(3));
  BOOST_TEST(probing.restores.size() == 1U);
}

BOOST_FIXTURE_TEST_CASE(pages_see_what_is_owned_and_since_which_epoch, GroupWorld) {
  BOOST_TEST((view.current()->at(1) == ShardStanding{}));
  assign_and_end({1});
  const auto owned = view.current();
  BOOST_REQUIRE_EQUAL(owned->size(), std::size_t{kShards});
  BOOST_TEST((owned->at(1) ==
              ShardStanding{.probed = true, .owned = true, .epoch = probing.restores.at(0).epoch}));
  revoke({1});
  BOOST_TEST(view.current()->at(1).probed);
  BOOST_TEST(!view.current()->at(1).owned);
}

BOOST_FIXTURE_TEST_CASE(it_leaves_with_its_last_states_and_heartbeats_written, GroupWorld) {
  assign_and_end({0});
  producer.report_all(true);
  step();
  producer.take_keys();
  const auto last = state(1, probing.restores.at(0).epoch);
  mailbox.changed(0, last);
  fleet.leave(Millis(5'000));
  BOOST_TEST(producer.take_keys() == (Keys{state_message_key(0, last), "0:#shard/eu-west"}),
             boost::test_tools::per_element());
  BOOST_TEST(producer.flushes >= 1);
  BOOST_TEST(producer.purges == 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::prober::test
