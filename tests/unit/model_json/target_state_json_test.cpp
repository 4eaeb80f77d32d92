#include "model/target_state_json.hpp"

#include <string>

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "base/time_text.hpp"
#include "golden.hpp"
#include "support/fault.hpp"

namespace vedette::model {
namespace {

constexpr const char* kStateKey = "4bbc9db3-fb8c-5e33-b54d-d2b09f09887c/eu-west";

SystemTime state_time(const char* text) { return from_rfc3339(text).value(); }

TargetState state_down() {
  TargetState state;
  state.id = make_target_id("default", "shop", "checkout");
  state.location = "eu-west";
  state.verdict = Verdict::Down;
  state.since = state_time("2026-11-23T14:59:54.418Z");
  state.reason = Reason::StatusMismatch;
  state.phase = Phase::Processing;
  state.failures = 2;
  state.epoch = 1'795'446'000'000;
  state.last_slot = state_time("2026-11-23T15:00:24.418Z");
  state.spec_hash = 0x00c0'ffee'0000'0001;
  state.status_code = 503;
  state.certificate_not_after = state_time("2027-01-02T00:00:00Z");
  return state;
}

TargetState state_unknown() {
  TargetState state = state_down();
  state.verdict = Verdict::Unknown;
  state.since.reset();
  state.reason = Reason::DnsTimeout;
  state.phase = Phase::Dns;
  state.failures = 1;
  state.spec_hash = ~std::uint64_t{0};
  state.status_code.reset();
  state.certificate_not_after.reset();
  return state;
}

struct StateSample {
  const char* file;
  TargetState (*make)();
};

std::ostream& operator<<(std::ostream& out, const StateSample& sample) {
  return out << sample.file;
}

const StateSample kStateSamples[] = {{"state-down.json", state_down},
                                     {"state-unknown.json", state_unknown}};

BOOST_AUTO_TEST_SUITE(target_state_json)

BOOST_DATA_TEST_CASE(writes_the_golden_bytes, boost::unit_test::data::make(kStateSamples)) {
  BOOST_TEST(to_json(sample.make()) == golden(sample.file));
  BOOST_TEST(state_key(sample.make()) == kStateKey);
}

BOOST_DATA_TEST_CASE(reads_back_all_that_it_wrote, boost::unit_test::data::make(kStateSamples)) {
  const auto read = target_state_from(kStateKey, to_json(sample.make()));
  BOOST_REQUIRE_MESSAGE(read, fault_of(read));
  BOOST_TEST((*read == sample.make()));
}

BOOST_AUTO_TEST_CASE(a_later_releases_fields_and_reasons_are_no_error) {
  const auto read = target_state_from(
      kStateKey, replaced(golden("state-down.json"), "\"reason\":\"status_mismatch\"",
                          "\"mood\":[{}],\"reason\":\"sun_burnt\""));
  BOOST_REQUIRE_MESSAGE(read, fault_of(read));
  BOOST_TEST((read->reason == Reason::Other));
}

struct StateRefusal {
  const char* from;
  const char* to;
  const char* error;
};

std::ostream& operator<<(std::ostream& out, const StateRefusal& refusal) {
  return out << refusal.from << " -> " << refusal.to;
}

const StateRefusal kStateRefusals[] = {
    {"\"verdict\":\"down\"", "\"verdict\":\"sideways\"", "verdict is an unknown word"},
    {"\"verdict\":\"down\",", "", "verdict is missing"},
    {"\"epoch\":1795446000000,", "", "epoch is missing"},
    {"\"epoch\":1795446000000", "\"epoch\":-1", "epoch is outside 0 to 253402300799999"},
    {"\"lastSlot\":", "\"last\":", "lastSlot is missing"},
    {"00c0ffee00000001", "c0ffee00000001", "specHash is an unknown word"},
    {"00c0ffee00000001", "00c0ffee0000000x", "specHash is an unknown word"},
    {"\"failures\":2", "\"failures\":-2", "failures is outside 0 to 1000"},
    {"\"statusCode\":503", "\"statusCode\":5", "statusCode is outside 100 to 999"},
};

BOOST_DATA_TEST_CASE(a_refusal_names_the_field, boost::unit_test::data::make(kStateRefusals)) {
  const auto read =
      target_state_from(kStateKey, replaced(golden("state-down.json"), sample.from, sample.to));
  BOOST_REQUIRE(!read);
  BOOST_TEST((read.error().kind == ErrorKind::Invalid));
  BOOST_TEST(read.error().message == std::string("a target's state's ") + sample.error);
}

BOOST_DATA_TEST_CASE(a_key_of_something_else_is_refused,
                     boost::unit_test::data::make({"", "#shard/eu-west", "eu-west",
                                                   "4bbc9db3-fb8c-5e33-b54d-d2b09f09887c",
                                                   "4bbc9db3-fb8c-5e33-b54d-d2b09f09887c/",
                                                   "4bbc9db3-fb8c-5e33-b54d-d2b09f09887c/EU"})) {
  const auto read = target_state_from(sample, golden("state-down.json"));
  BOOST_REQUIRE(!read);
  BOOST_TEST((read.error().kind == ErrorKind::Invalid));
}

BOOST_AUTO_TEST_CASE(a_later_owner_outranks_a_later_slot_and_then_the_slot_decides) {
  const TargetState old = state_down();
  TargetState later_slot = old;
  later_slot.last_slot += Millis(30'000);
  TargetState later_owner = old;
  later_owner.epoch += 1;
  BOOST_TEST(newer(later_slot, old));
  BOOST_TEST(!newer(old, later_slot));
  BOOST_TEST(newer(later_owner, later_slot));
  BOOST_TEST(!newer(later_slot, later_owner));
  BOOST_TEST(!newer(old, old));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::model
