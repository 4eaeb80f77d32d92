#include "model/shard_heartbeat_json.hpp"

#include <string>

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "base/time_text.hpp"
#include "golden.hpp"
#include "support/fault.hpp"

namespace vedette::model {
namespace {

constexpr const char* kBeatKey = "#shard/eu-west";

ShardHeartbeat sample_heartbeat() {
  ShardHeartbeat heartbeat;
  heartbeat.location = "eu-west";
  heartbeat.prober = "vedette-prober-7c9";
  heartbeat.epoch = 1'795'446'000'000;
  heartbeat.shards = 64;
  heartbeat.at = from_rfc3339("2026-11-23T15:00:25Z").value();
  heartbeat.done_through = from_rfc3339("2026-11-23T15:00:24.417Z").value();
  heartbeat.loaded = {{"default/targets-00", 17}, {"default/targets-07", 1'795'445'000'123}};
  return heartbeat;
}

BOOST_AUTO_TEST_SUITE(shard_heartbeat_json)

BOOST_AUTO_TEST_CASE(writes_the_golden_bytes) {
  BOOST_TEST(to_json(sample_heartbeat()) == golden("heartbeat.json"));
  BOOST_TEST(heartbeat_key("eu-west") == kBeatKey);
}

BOOST_AUTO_TEST_CASE(reads_back_all_that_it_wrote) {
  ShardHeartbeat bare = sample_heartbeat();
  bare.done_through.reset();
  bare.loaded.clear();
  bare.released = true;
  bare.healthy = false;
  for (const ShardHeartbeat& each : {sample_heartbeat(), bare}) {
    const auto read = shard_heartbeat_from(kBeatKey, to_json(each));
    BOOST_REQUIRE_MESSAGE(read, fault_of(read));
    BOOST_TEST((*read == each));
  }
}

struct BeatRefusal {
  const char* from;
  const char* to;
  const char* error;
};

std::ostream& operator<<(std::ostream& out, const BeatRefusal& refusal) {
  return out << refusal.from << " -> " << refusal.to;
}

const BeatRefusal kBeatRefusals[] = {
    {"\"prober\":\"vedette-prober-7c9\",", "", "prober is missing"},
    {"\"epoch\":1795446000000,", "", "epoch is missing"},
    {"\"shards\":64", "\"shards\":0", "shards is outside 1 to 1000000"},
    {"\"at\":", "\"when\":", "at is missing"},
    {"\"doneThrough\":\"2026", "\"doneThrough\":\"x",
     "doneThrough is no time as RFC 3339 writes it"},
    {"\"default/targets-00\":17", "\"default/targets-00\":\"17\"",
     "loaded.default/targets-00 is not an integer"},
    {"\"default/targets-00\":17", "\"default/targets-00\":-1",
     "loaded.default/targets-00 is less than 0"},
    {"\"healthy\":true", "\"healthy\":1", "healthy is not a boolean"},
};

BOOST_DATA_TEST_CASE(a_refusal_names_the_field, boost::unit_test::data::make(kBeatRefusals)) {
  const auto read =
      shard_heartbeat_from(kBeatKey, replaced(golden("heartbeat.json"), sample.from, sample.to));
  BOOST_REQUIRE(!read);
  BOOST_TEST((read.error().kind == ErrorKind::Invalid));
  BOOST_TEST(read.error().message == std::string("a shard's heartbeat's ") + sample.error);
}

BOOST_AUTO_TEST_CASE(keys_of_states_and_heartbeats_are_told_apart) {
  BOOST_TEST(is_heartbeat_key(kBeatKey));
  BOOST_TEST(!is_heartbeat_key("4bbc9db3-fb8c-5e33-b54d-d2b09f09887c/eu-west"));
  BOOST_TEST(!shard_heartbeat_from("#shard/", golden("heartbeat.json")).has_value());
  BOOST_TEST(!shard_heartbeat_from("eu-west", golden("heartbeat.json")).has_value());
}

BOOST_AUTO_TEST_CASE(a_later_owners_heartbeat_outranks_a_frozen_ones) {
  ShardHeartbeat frozen = sample_heartbeat();
  frozen.at += Millis(60'000);
  ShardHeartbeat owner = sample_heartbeat();
  owner.epoch += 1;
  BOOST_TEST(newer(owner, frozen));
  BOOST_TEST(!newer(frozen, owner));
  BOOST_TEST(newer(frozen, sample_heartbeat()));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::model
