#include "prober/publish/result_message.hpp"

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "base/time_text.hpp"
#include "model/probe_result_json.hpp"

namespace vedette::prober {
namespace {

model::ProbeResult sample() {
  model::ProbeResult result;
  result.target.id = model::make_target_id("default", "shop", "checkout");
  result.target.source = "default";
  result.target.ns = "shop";
  result.target.name = "checkout";
  result.target.interval = Millis(30'000);
  result.location = "eu-west";
  result.prober = "prober-1";
  result.scheduled_at = from_rfc3339("2026-11-23T15:00:24.418Z").value();
  result.started_at = result.scheduled_at + Micros(900);
  result.produced_at = from_rfc3339("2026-11-23T15:00:24.427120Z").value();
  return result;
}

BOOST_AUTO_TEST_SUITE(result_message)

BOOST_AUTO_TEST_CASE(is_a_cloud_event_in_binary_mode_keyed_by_the_target) {
  const kafka::Message message = prober::result_message(sample());
  const std::string id = "4bbc9db3-fb8c-5e33-b54d-d2b09f09887c";
  BOOST_TEST(message.topic == "vedette.results");
  BOOST_TEST(message.key == id);
  BOOST_TEST(message.value == to_json(sample()));
  const std::vector<kafka::Header> headers{{"ce_specversion", "1.0"},
                                           {"ce_id", id + "/eu-west/1795446024418"},
                                           {"ce_source", "/vedette/default/eu-west"},
                                           {"ce_type", "dev.vedette.probe.result.v1"},
                                           {"ce_time", "2026-11-23T15:00:24.427120Z"},
                                           {"content-type", "application/json"}};
  BOOST_TEST((message.headers == headers));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::prober
