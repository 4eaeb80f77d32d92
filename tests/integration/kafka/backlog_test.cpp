#include <string>

#include <boost/test/unit_test.hpp>

#include "rig.hpp"
#include "support/fault.hpp"

namespace vedette::kafka::test {
namespace {

constexpr std::size_t kRecords = 12'000;
constexpr std::size_t kRecordBytes = 8'000;  // 96 MB: twelve times what is read ahead

/// A topic of one partition with more in it than a consumer reads ahead.
void make_backlog(const std::string& topic) {
  const Settings settings = settings_of(shared_broker());
  make_topic(settings, topic, 1);
  auto producer = start_producer(settings, {.compression = Compression::None}, {}, no_log());
  BOOST_REQUIRE(producer);
  for (std::size_t i = 0; i < kRecords; ++i) {
    BOOST_REQUIRE(((*producer)->produce({topic, "", std::string(kRecordBytes, 'x'), {}}) ==
                   Produced::Queued));
  }
  const auto flushed = (*producer)->flush(kPatience);
  BOOST_REQUIRE_MESSAGE(flushed, fault_of(flushed));
}

BOOST_AUTO_TEST_SUITE(backlog)

// librdkafka 2.0.2 rests up to a second each time that its queue was full: eleven times here.
BOOST_AUTO_TEST_CASE(backlog_is_read_without_the_rests_of_a_full_queue) {
  make_backlog("backlog");
  Rebalances rebalances;
  auto consumer = start_consumer(settings_of(shared_broker()), {"backlog", "backlog-group"},
                                 rebalances, no_log());
  BOOST_REQUIRE(consumer);
  const RealClock clock;
  std::size_t read = 0;
  std::optional<SteadyTime> dry_since;
  Millis dry{0};
  BOOST_REQUIRE(poll_until(
      **consumer, [&] { return read == kRecords; },
      [&](const std::vector<Record>& records) {
        const SteadyTime now = clock.steady_now();
        if (records.empty()) {
          if (read > 0 && !dry_since) dry_since = now - Millis(50);
          return;
        }
        if (dry_since) dry += std::chrono::duration_cast<Millis>(now - *dry_since);
        dry_since.reset();
        read += records.size();
      }));
  BOOST_TEST_MESSAGE("polls found nothing for " << dry.count() << " ms");
  BOOST_TEST(dry.count() < 3'000);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::kafka::test
