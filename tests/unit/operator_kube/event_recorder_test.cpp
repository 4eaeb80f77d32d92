#include "operator/kube/event_recorder.hpp"

#include <future>
#include <stdexcept>

#include <boost/test/unit_test.hpp>

#include "operator/kube/resource.hpp"
#include "support/operator/invented_clock.hpp"

namespace vedette::op {
namespace {

Object target() {
  Object object;
  object.key = {"shop", "checkout"};
  object.uid = "uid";
  object.resource_version = "7";
  return object;
}

/// Takes events when it is let.
class SlowApi final : public ObjectWriter {
 public:
  std::promise<void> entered;
  std::promise<void> let;
  std::vector<std::string> places;  // read it after the recorder's end
  bool refuse = false;

  ApiResult<Object> create(const Resource& resource, const std::string& ns,
                           const boost::json::object&) override {
    if (places.empty()) {
      entered.set_value();
      let.get_future().wait();
    }
    places.push_back(resource.collection_path(ns));
    if (refuse) return tl::unexpected(ApiError{});
    return Object{};
  }
  ApiResult<Object> apply(const Resource&, const boost::json::object&, Part) override { return {}; }
  ApiResult<Object> merge_patch(const Resource&, const ObjectKey&,
                                const boost::json::object&) override {
    return {};
  }
  ApiResult<std::vector<Object>> list(const Resource&, const std::string&,
                                      const std::string&) override {
    return {};
  }
};

const EventSource kSource{"vedette.dev/operator", "vedette-operator-0"};
const Event kEvent{EventType::Warning, "Invalid", "Render", "spec.url: no"};

void wait_until_done(const EventRecorder& recorder, std::uint64_t count) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (recorder.stats().written + recorder.stats().failed < count) {
    if (std::chrono::steady_clock::now() > deadline) throw std::runtime_error("never done");
    std::this_thread::yield();
  }
}

BOOST_AUTO_TEST_SUITE(event_recorder)

BOOST_AUTO_TEST_CASE(body_is_an_event_of_the_new_group) {
  test::InventedClock clock;
  const auto body =
      event_body(targets_resource(), target(), kEvent, kSource, clock.system_now(), 1);
  BOOST_TEST(body.at("apiVersion").as_string() == "events.k8s.io/v1");
  BOOST_TEST(body.at("type").as_string() == "Warning");
  BOOST_TEST(body.at("eventTime").as_string().size() == 27U);
  const auto& regarding = body.at("regarding").as_object();
  BOOST_TEST(regarding.at("kind").as_string() == "Target");
  BOOST_TEST(regarding.at("uid").as_string() == "uid");
  const auto& metadata = body.at("metadata").as_object();
  BOOST_TEST(metadata.at("namespace").as_string() == "shop");
  BOOST_TEST(metadata.at("name").as_string().starts_with("checkout."));
}

BOOST_AUTO_TEST_CASE(two_events_of_one_moment_have_two_names) {
  test::InventedClock clock;
  const auto name = [&](std::uint64_t sequence) {
    return event_body(targets_resource(), target(), kEvent, kSource, clock.system_now(), sequence)
        .at("metadata")
        .at("name")
        .as_string();
  };
  BOOST_TEST(name(1) != name(2));
}

BOOST_AUTO_TEST_CASE(note_is_cut_at_a_kibibyte) {
  Event event = kEvent;
  event.note = std::string(2'000, 'x');
  const auto body = event_body(targets_resource(), target(), event, kSource, SystemTime(), 1);
  BOOST_TEST(body.at("note").as_string().size() == 1'024U);
}

BOOST_AUTO_TEST_CASE(full_queue_drops_the_newest_and_counts) {
  test::InventedClock clock;
  SlowApi api;
  {
    EventRecorder recorder(kSource, api, clock);
    recorder.record(targets_resource(), target(), kEvent);
    api.entered.get_future().wait();
    for (int i = 0; i < 300; ++i) recorder.record(targets_resource(), target(), kEvent);
    BOOST_TEST(recorder.stats().dropped == 300U - 256U);
    api.let.set_value();
    wait_until_done(recorder, 257);
    BOOST_TEST(recorder.stats().written == 257U);
  }
  BOOST_TEST(api.places.size() == 257U);
  BOOST_TEST(api.places[0] == "/apis/events.k8s.io/v1/namespaces/shop/events");
}

BOOST_AUTO_TEST_CASE(refused_event_is_counted_and_forgotten) {
  test::InventedClock clock;
  SlowApi api;
  api.refuse = true;
  api.let.set_value();
  EventRecorder recorder(kSource, api, clock);
  recorder.record(targets_resource(), target(), kEvent);
  wait_until_done(recorder, 1);
  BOOST_TEST(recorder.stats().failed == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::op
