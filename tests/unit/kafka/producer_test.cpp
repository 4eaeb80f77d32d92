#include "kafka/producer.hpp"

#include <algorithm>
#include <atomic>
#include <thread>

#include <boost/test/unit_test.hpp>

#include "kafka/consumer.hpp"
#include "support/fault.hpp"
#include "support/kafka_deliveries.hpp"
#include "support/kafka_mock.hpp"
#include "support/wait_until.hpp"

namespace vedette::kafka {
namespace {

using test::KafkaMock;

constexpr Millis kPatience{60'000};

struct Mocked {
  KafkaMock cluster{"t", 4};
  test::Deliveries deliveries;
  Settings settings = [this] {
    Settings made;
    made.brokers = cluster.brokers();
    return made;
  }();
  std::unique_ptr<Producer> producer;

  void start(const ProducerOptions& options = {}) {
    auto started = start_producer(settings, options, deliveries.callback(),
                                  [](LogLevel, std::string_view, std::string_view) {});
    BOOST_REQUIRE_MESSAGE(started, fault_of(started));
    producer = std::move(*started);
  }

  [[nodiscard]] Produced produce(std::uint64_t number, const std::string& key = "key") const {
    return producer->produce({"t", key, std::to_string(number), {{"h", "v"}}, number});
  }

  void produce_all(std::uint64_t first, std::uint64_t last) const {
    for (std::uint64_t i = first; i <= last; ++i) {
      BOOST_REQUIRE((produce(i) == Produced::Queued));
    }
  }

  void flush() const {
    const auto flushed = producer->flush(kPatience);
    BOOST_REQUIRE_MESSAGE(flushed, fault_of(flushed));
  }

  [[nodiscard]] std::uint64_t failed(FailureCause cause) const {
    return producer->stats().failed[static_cast<std::size_t>(cause)];
  }
};

struct NoHandler final : RebalanceHandler {
  void on_assign(const std::vector<TopicPartition>& /*partitions*/) override {}
  void on_revoke(const std::vector<TopicPartition>& /*partitions*/, bool /*lost*/) override {}
};

/// All values of the topic in the order of their partition, until `count` different ones came.
std::vector<std::uint64_t> read_values(const Settings& settings, std::size_t count) {
  NoHandler handler;
  auto consumer = start_consumer(settings, {"t", "group"}, handler,
                                 [](LogLevel, std::string_view, std::string_view) {});
  BOOST_REQUIRE(consumer);
  std::vector<std::uint64_t> values;
  std::set<std::uint64_t> different;
  const SteadyTime end = RealClock().steady_now() + kPatience;
  while (different.size() < count && RealClock().steady_now() < end) {
    const auto records = (*consumer)->poll(1'000, Millis(50));
    if (!records) continue;
    for (const Record& record : *records) {
      BOOST_TEST(record.header("h").value_or("") == "v");
      BOOST_TEST(record.key == "key");
      values.push_back(std::stoull(std::string(record.value)));
      different.insert(values.back());
    }
  }
  return values;
}

BOOST_FIXTURE_TEST_SUITE(producer_suite, Mocked)

BOOST_AUTO_TEST_CASE(every_queued_message_gets_its_report_with_its_tag) {
  start();
  produce_all(1, 100);
  BOOST_TEST_REQUIRE(deliveries.wait_for(100));
  BOOST_TEST(deliveries.acknowledged().size() == 100U);
  BOOST_TEST(deliveries.acknowledged().count(100) == 1U);
  flush();
  BOOST_TEST(producer->stats().delivered == 100U);
  BOOST_TEST(producer->stats().queued_messages == 0U);
}

BOOST_AUTO_TEST_CASE(while_the_broker_is_away_the_newest_is_refused_and_nothing_queued_is_lost) {
  cluster.set_down();
  start({.max_messages = 50});
  produce_all(1, 50);
  BOOST_TEST((produce(51) == Produced::QueueFull));
  BOOST_TEST((produce(52) == Produced::QueueFull));
  BOOST_TEST(failed(FailureCause::QueueFull) == 2U);
  BOOST_TEST(!producer->flush(Millis(10)).has_value());

  cluster.set_up();
  BOOST_TEST_REQUIRE(deliveries.wait_for(50));
  BOOST_TEST(deliveries.acknowledged().size() == 50U);
  BOOST_TEST(deliveries.acknowledged().count(51) == 0U);
}

BOOST_AUTO_TEST_CASE(fatal_error_makes_a_new_producer_that_takes_everything_over_in_order) {
  start();
  produce_all(1, 1);
  BOOST_TEST_REQUIRE(deliveries.wait_for(1));  // so that there is a sequence to lose
  cluster.fail_produce(KafkaMock::ProduceError::OutOfOrderSequence);
  produce_all(2, 2'000);
  flush();
  BOOST_TEST(producer->stats().rebuilds == 1U);
  BOOST_TEST(producer->stats().resent > 0U);
  BOOST_TEST(deliveries.acknowledged().size() == 2'000U);
  BOOST_TEST(deliveries.failed().empty());

  std::vector<std::uint64_t> values = read_values(settings, 2'000);
  // What was in flight may be stored twice; the first of each value must come in order.
  std::vector<std::uint64_t> firsts;
  std::set<std::uint64_t> seen;
  std::copy_if(values.begin(), values.end(), std::back_inserter(firsts),
               [&](std::uint64_t value) { return seen.insert(value).second; });
  BOOST_TEST(firsts.size() == 2'000U);
  BOOST_TEST(std::is_sorted(firsts.begin(), firsts.end()));
}

BOOST_AUTO_TEST_CASE(messages_that_come_during_a_rebuild_wait_for_the_new_producer) {
  start();
  produce_all(1, 1);
  BOOST_TEST_REQUIRE(deliveries.wait_for(1));
  std::atomic<std::uint64_t> last = 1;
  std::jthread load([&](const std::stop_token& stop) {
    while (!stop.stop_requested() && last < 200'000) {
      if (produce(last + 1) != Produced::Queued) break;
      ++last;
      if (last % 20 == 0) std::this_thread::yield();
    }
  });
  cluster.fail_produce(KafkaMock::ProduceError::OutOfOrderSequence);
  while (producer->stats().rebuilds == 0 && last < 200'000) std::this_thread::yield();
  load.request_stop();
  load.join();
  flush();
  BOOST_TEST(producer->stats().rebuilds >= 1U);
  BOOST_TEST(deliveries.acknowledged().size() == last);
}

BOOST_AUTO_TEST_CASE(message_that_may_not_be_stored_fails_for_good_with_its_cause) {
  start();
  cluster.fail_produce(KafkaMock::ProduceError::NotPermitted);
  produce_all(1, 1);
  flush();
  BOOST_TEST(failed(FailureCause::Authorization) == 1U);
  BOOST_REQUIRE(deliveries.failed().count(1) == 1U);
  BOOST_TEST(deliveries.failed().at(1).find("uthoriz") != std::string::npos);
  BOOST_TEST(producer->stats().rebuilds == 0U);
}

BOOST_AUTO_TEST_CASE(passing_trouble_of_the_broker_is_tried_again_without_a_report) {
  start();
  cluster.fail_produce(KafkaMock::ProduceError::NotEnoughReplicas, 2);
  produce_all(1, 1);
  BOOST_TEST_REQUIRE(deliveries.wait_for(1));
  BOOST_TEST(deliveries.acknowledged().size() == 1U);
}

BOOST_AUTO_TEST_CASE(message_over_the_topics_bound_is_refused_at_once) {
  start({.max_message_bytes = 10'000});
  BOOST_TEST((producer->produce({"t", "key", std::string(9'600, 'x')}) == Produced::TooLarge));
  BOOST_TEST(failed(FailureCause::TooLarge) == 1U);
  BOOST_TEST((producer->produce({"t", "key", std::string(9'400, 'x')}) == Produced::Queued));
  BOOST_TEST_REQUIRE(deliveries.wait_for(1));
  BOOST_TEST(deliveries.acknowledged().size() == 1U);
}

BOOST_AUTO_TEST_CASE(what_is_still_queued_at_the_end_is_reported_as_closed) {
  cluster.set_down();
  start();
  produce_all(1, 10);
  producer.reset();
  BOOST_TEST(deliveries.failed().size() == 10U);
  BOOST_TEST(deliveries.acknowledged().empty());
}

BOOST_AUTO_TEST_CASE(purge_gives_up_what_waits_and_what_comes_later_is_sent) {
  cluster.set_down();
  start();
  produce_all(1, 10);
  producer->purge();
  BOOST_TEST_REQUIRE(deliveries.wait_for(10));
  BOOST_TEST(deliveries.failed().size() == 10U);
  // Counted right after each is reported.
  test::wait_until("all are counted", Millis(10'000),
                   [&] { return failed(FailureCause::Purged) == 10U; });
  BOOST_TEST(failed(FailureCause::Closed) == 0U);
  test::wait_until("none is queued", Millis(10'000),
                   [&] { return producer->stats().queued_messages == 0U; });

  cluster.set_up();
  produce_all(11, 11);
  flush();
  BOOST_TEST(deliveries.acknowledged() == std::set<std::uint64_t>{11},
             boost::test_tools::per_element());
  BOOST_TEST(read_values(settings, 1) == std::vector<std::uint64_t>{11},
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(purge_during_a_rebuild_leaves_nothing_for_the_new_producer) {
  start();
  produce_all(1, 1);
  BOOST_TEST_REQUIRE(deliveries.wait_for(1));
  cluster.fail_produce(KafkaMock::ProduceError::OutOfOrderSequence, 1'000'000);
  produce_all(2, 100);
  const SteadyTime end = RealClock().steady_now() + kPatience;
  // From the second on each waits longer, so that one is under way for most of the time.
  while (producer->stats().rebuilds < 2 && RealClock().steady_now() < end) {
    std::this_thread::sleep_for(Millis(1));
  }
  producer->purge();
  BOOST_TEST_REQUIRE(deliveries.wait_for(100));
  BOOST_TEST(deliveries.failed().size() == 99U);
  BOOST_TEST(producer->stats().queued_messages == 0U);
}

BOOST_AUTO_TEST_CASE(message_with_a_partition_of_its_own_goes_there_after_a_rebuild_too) {
  start();
  produce_all(1, 1);
  BOOST_TEST_REQUIRE(deliveries.wait_for(1));
  cluster.fail_produce(KafkaMock::ProduceError::OutOfOrderSequence);
  for (std::int32_t partition = 0; partition < 4; ++partition) {
    BOOST_REQUIRE((producer->produce({"t", "key", "x", {}, 2, partition}) == Produced::Queued));
  }
  flush();
  BOOST_TEST(producer->stats().rebuilds == 1U);
  NoHandler handler;
  auto consumer = start_consumer(settings, {"t", "places"}, handler,
                                 [](LogLevel, std::string_view, std::string_view) {});
  BOOST_REQUIRE(consumer);
  std::set<std::int32_t> places;
  const SteadyTime end = RealClock().steady_now() + kPatience;
  while (places.size() < 4 && RealClock().steady_now() < end) {
    const auto records = (*consumer)->poll(100, Millis(50));
    if (!records) continue;
    for (const Record& record : *records) {
      if (record.value == "x") places.insert(record.partition);
    }
  }
  BOOST_TEST(places.size() == 4U);
}

BOOST_AUTO_TEST_CASE(report_may_produce_the_next_message) {
  std::atomic<int> reports = 0;
  auto started = start_producer(
      settings, {},
      [&](std::uint64_t tag, const Result<Delivered>&) {
        ++reports;
        if (tag < 10) BOOST_TEST((produce(tag + 1) == Produced::Queued));
      },
      [](LogLevel, std::string_view, std::string_view) {});
  BOOST_REQUIRE(started);
  producer = std::move(*started);
  produce_all(1, 1);
  flush();
  producer.reset();
  BOOST_TEST(reports == 10);
}

BOOST_AUTO_TEST_CASE(connection_follows_the_broker) {
  start();
  const auto wait_for = [&](bool up) {
    const SteadyTime end = RealClock().steady_now() + kPatience;
    while (producer->stats().connection.up != up && RealClock().steady_now() < end) {
      std::this_thread::sleep_for(Millis(5));
    }
    return producer->stats().connection;
  };
  BOOST_TEST(wait_for(true).up);
  cluster.set_down();
  const Connection down = wait_for(false);
  BOOST_TEST(!down.up);
  BOOST_TEST(down.reason.find(settings.brokers) != std::string::npos, down.reason);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::kafka
