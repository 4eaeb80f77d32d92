#include "operator/kube/informer.hpp"

#include <boost/test/unit_test.hpp>

#include "informer_bed.hpp"

namespace vedette::op {
namespace {

using namespace test;
using Names = std::vector<std::string>;

std::uint64_t ends(InformerBed& bed, WatchEnd end) {
  return bed.informer().stats().watch_ends.at(end);
}

BOOST_AUTO_TEST_SUITE(informer)

BOOST_AUTO_TEST_CASE(list_in_pages_is_told_once_complete_and_watched_from_its_version) {
  InformerBed bed({lists(7, {"a", "b"}, "token="), lists(7, {"c"})}, {streams({})});
  bed.options.label_selector = "vedette.dev/use=true";
  bed.start();
  bed.wait("watch", [&] { return bed.watches().size() == 1; });

  BOOST_TEST(bed.names() == "a b c");
  BOOST_TEST(bed.told() == (Names{"a", "b", "c"}), boost::test_tools::per_element());
  BOOST_TEST(bed.synced_calls() == 1);
  const auto asked = bed.lists_asked();
  BOOST_TEST(asked[0].parameter("limit") == "500");
  BOOST_TEST(asked[0].parameter("resourceVersion") == "");
  BOOST_TEST(asked[1].parameter("continue") == "token%3D");
  BOOST_TEST(asked[0].parameter("labelSelector") == "vedette.dev%2Fuse%3Dtrue");
  const AwkwardRequest watch = bed.watches()[0];
  BOOST_TEST(watch.parameter("resourceVersion") == "7");
  BOOST_TEST(watch.parameter("allowWatchBookmarks") == "true");
  BOOST_TEST(watch.parameter("labelSelector") == "vedette.dev%2Fuse%3Dtrue");
}

BOOST_AUTO_TEST_CASE(nothing_is_told_before_the_first_list_is_complete) {
  InformerBed bed({lists(7, {"a"}, "more"), refuses(500, "not now")}, {streams({})});
  bed.start();
  bed.wait("failed page", [&] { return bed.informer().stats().list_errors > 0; });
  BOOST_TEST(!bed.informer().synced());
  BOOST_TEST(bed.told().empty());
}

BOOST_AUTO_TEST_CASE(events_change_the_cache_before_they_are_told) {
  InformerBed bed({lists(1, {"a", "b"})},
                  {streams({event_line("ADDED", "c", 2), event_line("MODIFIED", "a", 3),
                            event_line("DELETED", "b", 4)})});
  bed.start();
  bed.wait("events", [&] { return bed.told().size() == 5; });
  BOOST_TEST(bed.names() == "a c");
  BOOST_TEST(bed.informer().find({"shop", "a"})->resource_version == "3");
  BOOST_TEST(!bed.informer().find({"shop", "b"}));
  const auto& metadata = bed.informer().find({"shop", "a"})->body.at("metadata").as_object();
  BOOST_TEST(!metadata.contains("managedFields"));
}

BOOST_AUTO_TEST_CASE(borders_of_chunks_are_not_borders_of_events) {
  const std::string text = event_line("ADDED", "b", 2) + event_line("ADDED", "c", 3);
  std::vector<std::string> bytes;
  for (const char c : text) bytes.emplace_back(1, c);
  InformerBed bed({lists(1, {"a"})}, {streams(bytes)});
  bed.start();
  bed.wait("events", [&] { return bed.names() == "a b c"; });
}

BOOST_AUTO_TEST_CASE(watch_that_ends_normally_goes_on_from_the_last_event_at_once) {
  InformerBed bed({lists(1, {"a"})},
                  {streams_and_ends({event_line("ADDED", "b", 5)}), streams({})});
  bed.start();
  bed.wait("second watch", [&] { return bed.watches().size() == 2; });
  BOOST_TEST(bed.watches()[1].parameter("resourceVersion") == "5");
  BOOST_TEST(ends(bed, WatchEnd::Normal) == 1U);
  BOOST_TEST(!bed.informer().stats().last_break.has_value());
}

BOOST_AUTO_TEST_CASE(stream_cut_in_an_event_goes_on_from_the_event_before) {
  const std::string half = event_line("ADDED", "c", 6).substr(0, 40);
  InformerBed bed({lists(1, {"a"})}, {streams_and_breaks({event_line("ADDED", "b", 5), half}),
                                      streams({event_line("ADDED", "c", 6)})});
  bed.start();
  bed.wait("the lost event", [&] { return bed.names() == "a b c"; });
  BOOST_TEST(bed.watches()[1].parameter("resourceVersion") == "5");
  BOOST_TEST(ends(bed, WatchEnd::Broken) == 1U);
  BOOST_TEST(bed.informer().stats().last_break.has_value());
}

BOOST_AUTO_TEST_CASE(bookmark_moves_the_version_and_tells_nobody) {
  InformerBed bed({lists(1, {"a"})}, {streams_and_breaks({bookmark_line(90)}), streams({})});
  bed.start();
  bed.wait("second watch", [&] { return bed.watches().size() == 2; });
  BOOST_TEST(bed.watches()[1].parameter("resourceVersion") == "90");
  BOOST_TEST(bed.told().size() == 1U);
  BOOST_TEST(bed.informer().stats().bookmarks == 1U);
}

BOOST_AUTO_TEST_CASE(gone_inside_a_stream_lists_again_and_tells_of_what_vanished) {
  InformerBed bed({lists(1, {"a", "b"}), lists(9, {"b", "c"})},
                  {streams({error_line(410, "Expired")}), streams({})});
  bed.start();
  bed.wait("second list", [&] { return bed.told().size() == 4; });
  BOOST_TEST(bed.names() == "b c");
  BOOST_TEST(bed.told() == (Names{"a", "b", "a", "c"}), boost::test_tools::per_element());
  BOOST_TEST(bed.synced_calls() == 1);
  bed.wait("second watch", [&] { return bed.watches().size() == 2; });
  BOOST_TEST(bed.watches()[1].parameter("resourceVersion") == "9");
  BOOST_TEST(ends(bed, WatchEnd::Expired) == 1U);
}

BOOST_AUTO_TEST_CASE(gone_as_a_status_of_a_watch_lists_again) {
  InformerBed bed({lists(1, {"a"}), lists(9, {"b"})},
                  {refuses(410, status_text(410, "Expired", "too old")), streams({})});
  bed.start();
  bed.wait("second list", [&] { return bed.names() == "b"; });
  BOOST_TEST(ends(bed, WatchEnd::Expired) == 1U);
}

BOOST_AUTO_TEST_CASE(continue_token_that_expired_begins_the_list_anew) {
  InformerBed bed({lists(1, {"a"}, "old"), refuses(410, status_text(410, "Expired", "too old")),
                   lists(5, {"a", "b"})},
                  {streams({})});
  bed.start();
  bed.wait("list", [&] { return bed.synced_calls() == 1; });
  BOOST_TEST(bed.names() == "a b");
  BOOST_TEST(bed.lists_asked()[2].parameter("continue") == "");
  BOOST_TEST(bed.told().size() == 2U);
}

BOOST_AUTO_TEST_CASE(silent_stream_is_given_up_and_everything_listed_again) {
  InformerBed bed({lists(1, {"a"}), lists(2, {"b"})}, {streams({}), streams({bookmark_line(3)})});
  bed.options.silence = Millis(150);
  bed.start();
  bed.wait("second list", [&] { return bed.names() == "b"; });
  BOOST_TEST(ends(bed, WatchEnd::Silent) >= 1U);
}

BOOST_AUTO_TEST_CASE(watches_that_end_at_once_are_errors_and_no_hot_loop) {
  InformerBed bed({lists(1, {"a"})}, {streams_and_ends({})});
  bed.options.first_wait = Millis(200);
  bed.options.most_wait = Millis(400);
  bed.start();
  const SteadyTime began = std::chrono::steady_clock::now();
  bed.wait("five of them", [&] { return ends(bed, WatchEnd::Short) == 5; });
  // Four waits of at least 50 ms lie between five watches.
  BOOST_TEST((std::chrono::steady_clock::now() - began >= Millis(200)));
  BOOST_TEST(bed.watches().size() <= 6U);
  BOOST_TEST(bed.lists_asked().size() == 1U);
}

BOOST_AUTO_TEST_CASE(server_that_answers_every_watch_with_410_meets_no_hot_loop) {
  InformerBed bed({lists(1, {"a"})}, {streams_and_ends({error_line(410, "Expired")})});
  bed.options.first_wait = Millis(200);
  bed.options.most_wait = Millis(400);
  bed.start();
  const SteadyTime began = std::chrono::steady_clock::now();
  bed.wait("five of them", [&] { return ends(bed, WatchEnd::Expired) == 5; });
  BOOST_TEST((std::chrono::steady_clock::now() - began >= Millis(200)));
}

BOOST_AUTO_TEST_CASE(busy_server_is_given_the_time_that_it_asks_for) {
  InformerBed bed({refuses(429, "too many requests\n", "Retry-After: 1\r\n"), lists(1, {"a"})},
                  {streams({})});
  bed.start();
  const SteadyTime began = std::chrono::steady_clock::now();
  bed.wait("list", [&] { return bed.informer().synced(); });
  BOOST_TEST((std::chrono::steady_clock::now() - began >= Millis(990)));
}

BOOST_AUTO_TEST_CASE(event_that_is_too_large_lists_again) {
  InformerBed bed({lists(1, {"a"}), lists(9, {"a", "large"})},
                  {streams({event_line("ADDED", std::string(5'000, 'x'), 2)}), streams({})});
  bed.options.max_event_bytes = 4'096;
  bed.start();
  bed.wait("second list", [&] { return bed.names() == "a large"; });
  BOOST_TEST(ends(bed, WatchEnd::Garbage) == 1U);
}

BOOST_AUTO_TEST_CASE(garbage_in_a_stream_lists_again) {
  InformerBed bed({lists(1, {"a"}), lists(9, {"b"})},
                  {streams({"<html>login</html>\n"}), streams({})});
  bed.start();
  bed.wait("second list", [&] { return bed.names() == "b"; });
  BOOST_TEST(ends(bed, WatchEnd::Garbage) == 1U);
}

BOOST_AUTO_TEST_CASE(garbage_instead_of_a_list_is_an_error_and_tried_again) {
  InformerBed bed(
      {refuses(200, "<html>login</html>"), refuses(200, "{}"),
       refuses(200, R"({"metadata":{"resourceVersion":"1"},"items":[{}]})"), lists(1, {"a"})},
      {streams({})});
  bed.start();
  bed.wait("list", [&] { return bed.informer().synced(); });
  BOOST_TEST(bed.informer().stats().list_errors == 3U);
  BOOST_TEST(bed.names() == "a");
}

BOOST_AUTO_TEST_CASE(server_that_goes_away_and_comes_back_is_found_again) {
  InformerBed bed({lists(1, {"a"})},
                  {streams({event_line("ADDED", "b", 2)}), streams({event_line("ADDED", "c", 3)})});
  bed.start();
  bed.wait("first watch", [&] { return bed.names() == "a b"; });
  bed.api().down();
  bed.wait("broken watches", [&] { return ends(bed, WatchEnd::Broken) >= 3; });
  BOOST_TEST(!bed.informer().stats().last_error.empty());
  bed.api().up();
  bed.wait("event of the new server", [&] { return bed.names() == "a b c"; });
  BOOST_TEST(bed.watches().back().parameter("resourceVersion") == "2");
  BOOST_TEST(bed.informer().stats().last_error.empty());
}

BOOST_AUTO_TEST_CASE(error_of_a_watch_is_over_once_the_next_has_begun_idle_or_not) {
  InformerBed bed({lists(1, {"a"})}, {streams_and_breaks({}), streams({})});
  bed.start();
  bed.wait("break", [&] { return ends(bed, WatchEnd::Broken) == 1; });
  bed.wait("well again", [&] { return bed.informer().stats().last_error.empty(); });
  BOOST_TEST(bed.watches().size() == 2U);
}

BOOST_AUTO_TEST_CASE(stop_ends_an_idle_watch_at_once) {
  InformerBed bed({lists(1, {"a"})}, {streams({})});
  bed.start();
  bed.api().wait_for_requests(2);
  const SteadyTime began = std::chrono::steady_clock::now();
  bed.informer().stop();
  BOOST_TEST((std::chrono::steady_clock::now() - began < Millis(1'000)));
}

BOOST_AUTO_TEST_CASE(stop_ends_a_list_that_is_not_answered_at_once) {
  InformerBed bed({[](const AwkwardRequest&, AwkwardReply& reply) { reply.wait_for_hang_up(); }},
                  {streams({})});
  bed.start();
  bed.api().wait_for_requests(1);
  const SteadyTime began = std::chrono::steady_clock::now();
  bed.informer().stop();
  BOOST_TEST((std::chrono::steady_clock::now() - began < Millis(1'000)));
  BOOST_TEST(!bed.informer().synced());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::op
