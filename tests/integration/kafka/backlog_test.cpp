#include <string>
#include <thread>

#include <boost/test/unit_test.hpp>

#include "rig.hpp"
#include "support/fault.hpp"

namespace vedette::kafka::test {
namespace {

constexpr std::size_t kRecords = 12'000;
constexpr std::size_t kRecordBytes = 8'000;  // 96 MB: twelve times what is read ahead
constexpr std::size_t kPollRecords = 100;
constexpr Millis kWork{30};  // with each poll's records: the library reads ahead faster

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

// librdkafka 2.0.2 rests up to a second each time that its queue was full: twice here at least.
BOOST_AUTO_TEST_CASE(backlog_is_read_without_the_rests_of_a_full_queue) {
  make_backlog("backlog");
  Rebalances rebalances;
  auto consumer = start_consumer(settings_of(shared_broker()), {"backlog", "backlog-group"},
                                 rebalances, no_log());
  BOOST_REQUIRE(consumer);
  const RealClock clock;
  const SteadyTime end = clock.steady_now() + kPatience;
  std::size_t read = 0;
  Millis dry{0};
  while (read < kRecords && clock.steady_now() < end) {
    const SteadyTime start = clock.steady_now();
    const auto records = (*consumer)->poll(kPollRecords, Millis(50));
    BOOST_REQUIRE(records);
    if (read > 0) dry += std::chrono::duration_cast<Millis>(clock.steady_now() - start);
    read += records->size();
    // A reader's work, not a wait for anything.
    if (!records->empty()) std::this_thread::sleep_for(kWork);
  }
  BOOST_TEST(read == kRecords);
  BOOST_TEST_MESSAGE("polls waited for " << dry.count() << " ms");
  BOOST_TEST(dry.count() < 500);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::kafka::test
