#include "operator/kube/reflector.hpp"

#include <boost/test/unit_test.hpp>

namespace vedette::op {
namespace {

using Do = ReflectorStep::Do;

constexpr Millis kShort{1'000};
constexpr Millis kLong{60'000};

/// Back-off whose n-th wait is exactly 100 ms · 2ⁿ would need no jitter; here its bounds do.
Reflector make() { return {kShort, Backoff(Millis(100), Millis(1'000), 1, Millis(50))}; }

ListPage page(std::string version, std::string more = {}) {
  Object object;
  object.key = {"shop", "a" + version};
  object.resource_version = version;
  ListPage page;
  page.items.push_back(object);
  page.resource_version = std::move(version);
  page.continue_token = std::move(more);
  return page;
}

WatchEvent event(WatchEvent::Type type, std::string version) {
  WatchEvent event;
  event.type = type;
  event.resource_version = std::move(version);
  return event;
}

/// A reflector that has listed and is about to watch from version 5.
Reflector listed() {
  Reflector reflector = make();
  static_cast<void>(reflector.page(page("5")));
  reflector.watch_began();
  return reflector;
}

ApiError error_of(int status, std::optional<Millis> retry_after = {}) {
  return {ErrorKind::Unavailable, status, {}, {}, retry_after};
}

BOOST_AUTO_TEST_SUITE(reflector)

BOOST_AUTO_TEST_CASE(begins_with_a_list_at_once) {
  BOOST_TEST((make().next() == ReflectorStep{Do::List, "", "", Millis(0)}));
}

BOOST_AUTO_TEST_CASE(pages_are_handed_over_together_and_the_first_names_the_version) {
  Reflector reflector = make();
  BOOST_TEST(!reflector.page(page("5", "more")));
  BOOST_TEST((reflector.next() == ReflectorStep{Do::List, "more", "", Millis(0)}));
  const auto all = reflector.page(page("6"));
  BOOST_REQUIRE(all);
  BOOST_TEST(all->size() == 2U);
  BOOST_TEST((reflector.next() == ReflectorStep{Do::Watch, "", "5", Millis(0)}));
}

BOOST_AUTO_TEST_CASE(failed_page_begins_anew_after_a_wait_and_forgets_what_it_had) {
  Reflector reflector = make();
  BOOST_TEST(!reflector.page(page("5", "more")));
  reflector.list_failed(error_of(410));
  BOOST_TEST((reflector.next().what == Do::List));
  BOOST_TEST(reflector.next().continue_token == "");
  BOOST_TEST((reflector.next().wait >= Millis(50)));
  BOOST_TEST(reflector.page(page("9"))->size() == 1U);
}

BOOST_AUTO_TEST_CASE(wait_is_never_shorter_than_the_server_asks) {
  Reflector reflector = make();
  reflector.list_failed(error_of(429, Millis(7'000)));
  BOOST_TEST((reflector.next().wait == Millis(7'000)));
}

BOOST_AUTO_TEST_CASE(normal_end_goes_on_from_the_last_event_or_bookmark_at_once) {
  Reflector reflector = listed();
  reflector.event(event(WatchEvent::Type::Added, "8"));
  BOOST_TEST((reflector.watch_ended(WatchEnd::Normal, Millis(10)) == WatchEnd::Normal));
  BOOST_TEST((reflector.next() == ReflectorStep{Do::Watch, "", "8", Millis(0)}));
  reflector.watch_began();
  reflector.event(event(WatchEvent::Type::Bookmark, "90"));
  BOOST_TEST((reflector.watch_ended(WatchEnd::Normal, kLong) == WatchEnd::Normal));
  BOOST_TEST((reflector.next() == ReflectorStep{Do::Watch, "", "90", Millis(0)}));
}

BOOST_AUTO_TEST_CASE(end_at_once_without_an_event_is_an_error_even_with_a_bookmark) {
  Reflector reflector = listed();
  reflector.event(event(WatchEvent::Type::Bookmark, "6"));
  BOOST_TEST((reflector.watch_ended(WatchEnd::Normal, Millis(999)) == WatchEnd::Short));
  BOOST_TEST((reflector.next().what == Do::Watch));
  BOOST_TEST(reflector.next().resource_version == "6");
  BOOST_TEST((reflector.next().wait >= Millis(50)));
}

BOOST_AUTO_TEST_CASE(broken_watch_goes_on_where_it_was_and_a_lost_one_lists) {
  for (const WatchEnd end : {WatchEnd::Broken, WatchEnd::Silent, WatchEnd::Refused,
                             WatchEnd::Expired, WatchEnd::Garbage}) {
    Reflector reflector = listed();
    BOOST_TEST((reflector.watch_ended(end, Millis(10)) == end));
    BOOST_TEST((reflector.next().what == (end == WatchEnd::Broken ? Do::Watch : Do::List)));
    BOOST_TEST((reflector.next().wait >= Millis(50)));
  }
}

BOOST_AUTO_TEST_CASE(waits_grow_until_a_watch_proves_useful) {
  const auto longest_wait_after = [](auto&& spoil) {
    Millis longest{0};
    for (unsigned seed = 1; seed <= 50; ++seed) {
      Reflector reflector(kShort, Backoff(Millis(100), Millis(10'000), seed, Millis(50)));
      for (int i = 0; i < 6; ++i) {
        static_cast<void>(reflector.page(page("5")));
        reflector.watch_began();
        spoil(reflector);
      }
      longest = std::max(longest, reflector.next().wait);
    }
    return longest;
  };
  // 410 after 410, each list in between a success: the ceiling is 100 · 2⁵ by then.
  BOOST_TEST((longest_wait_after([](Reflector& reflector) {
                static_cast<void>(reflector.watch_ended(WatchEnd::Expired, Millis(10)));
              }) > Millis(2'000)));
  BOOST_TEST((longest_wait_after([](Reflector& reflector) {
                reflector.event(event(WatchEvent::Type::Added, "8"));
                static_cast<void>(reflector.watch_ended(WatchEnd::Broken, Millis(10)));
              }) <= Millis(100)));
  BOOST_TEST((longest_wait_after([](Reflector& reflector) {
                static_cast<void>(reflector.watch_ended(WatchEnd::Broken, kLong));
              }) <= Millis(100)));
  // Silence lasts long, yet it is no use.
  BOOST_TEST((longest_wait_after([](Reflector& reflector) {
                static_cast<void>(reflector.watch_ended(WatchEnd::Silent, kLong));
              }) > Millis(2'000)));
}

BOOST_AUTO_TEST_CASE(only_a_busy_or_absent_server_may_take_the_same_version_again) {
  BOOST_TEST((end_of(error_of(410)) == WatchEnd::Expired));
  for (const int status : {0, 429, 500, 503, 504}) {
    BOOST_TEST((end_of(error_of(status)) == WatchEnd::Broken));
  }
  for (const int status : {400, 401, 403, 404, 301}) {
    BOOST_TEST((end_of(error_of(status)) == WatchEnd::Refused));
  }
  BOOST_TEST((end_of({ErrorKind::TimedOut, 0, {}, {}, {}}) == WatchEnd::Silent));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::op
