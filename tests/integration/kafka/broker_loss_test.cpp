#include <signal.h>

#include <atomic>
#include <thread>

#include <boost/test/unit_test.hpp>

#include "rig.hpp"
#include "support/fault.hpp"
#include "support/wait_until.hpp"

namespace vedette::kafka::test {
namespace {

BOOST_AUTO_TEST_SUITE(broker_loss)

Message numbered(std::uint64_t number) {
  return {"load", std::to_string(number % 1'000), std::to_string(number), {}, number};
}

BOOST_AUTO_TEST_CASE(kill9_of_the_broker_under_load_loses_nothing_that_was_queued) {
  KafkaProcess broker({.properties = {"broker.session.timeout.ms=1500"}});
  const Settings settings = settings_of(broker);
  make_topic(settings, "load", 4);
  Deliveries deliveries;
  auto producer = start_producer(settings, {}, deliveries.callback(), no_log());
  BOOST_REQUIRE(producer);

  std::atomic<std::uint64_t> produced = 0;
  std::jthread load([&](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      if ((*producer)->produce(numbered(produced)) != Produced::Queued) break;
      ++produced;
      if (produced % 50 == 0) std::this_thread::sleep_for(Millis(5));  // ~10 000/s
    }
  });
  for (std::size_t round = 1; round <= 2; ++round) {
    BOOST_TEST_REQUIRE(deliveries.wait_for(round * 2'000));
    broker.kill9();
    broker.start();
  }
  load.request_stop();
  load.join();

  const auto flushed = (*producer)->flush(kPatience);
  BOOST_REQUIRE_MESSAGE(flushed, fault_of(flushed));
  BOOST_TEST(deliveries.acknowledged().size() == produced);
  BOOST_TEST(deliveries.failed().empty());

  Rebalances rebalances;
  auto consumer = start_consumer(settings, {"load", "reader"}, rebalances, no_log());
  BOOST_REQUIRE(consumer);
  std::map<std::uint64_t, int> read;
  BOOST_TEST(poll_until(
      **consumer, [&] { return read.size() == produced; },
      [&](const std::vector<Record>& records) {
        for (const Record& record : records) ++read[std::stoull(std::string(record.value))];
      }));
  for (const auto& [number, times] : read) {
    if (times != 1) BOOST_ERROR("message " << number << " is stored " << times << " times");
  }
  BOOST_TEST_MESSAGE(produced << " messages over two kills");
}

BOOST_AUTO_TEST_CASE(purge_of_what_is_in_flight_to_a_frozen_broker_lets_the_producer_go_on) {
  KafkaProcess broker;
  const Settings settings = settings_of(broker);
  make_topic(settings, "load", 1);
  Deliveries deliveries;
  auto producer = start_producer(settings, {}, deliveries.callback(), no_log());
  BOOST_REQUIRE(producer);
  BOOST_REQUIRE(((*producer)->produce(numbered(1)) == Produced::Queued));
  BOOST_TEST_REQUIRE(deliveries.wait_for(1));

  kill(broker.pid(), SIGSTOP);
  for (std::uint64_t i = 2; i <= 100; ++i) {
    BOOST_REQUIRE(((*producer)->produce(numbered(i)) == Produced::Queued));
  }
  BOOST_TEST(!(*producer)->flush(Millis(500)).has_value());  // now they are on their way
  (*producer)->purge();
  BOOST_TEST(deliveries.wait_for(100));
  BOOST_TEST(deliveries.failed().size() == 99U);
  kill(broker.pid(), SIGCONT);

  // What comes at once may rarely be refused once more; who produces states writes them again.
  std::uint64_t number = 100;
  vedette::test::wait_until("a message is acknowledged", kPatience, [&] {
    BOOST_REQUIRE(((*producer)->produce(numbered(++number)) == Produced::Queued));
    const auto flushed = (*producer)->flush(kPatience);
    BOOST_REQUIRE_MESSAGE(flushed, fault_of(flushed));
    return deliveries.acknowledged().contains(number);
  });
  const std::size_t before = deliveries.acknowledged().size();
  for (int i = 0; i < 100; ++i) {
    BOOST_REQUIRE(((*producer)->produce(numbered(++number)) == Produced::Queued));
  }
  const auto flushed = (*producer)->flush(kPatience);
  BOOST_REQUIRE_MESSAGE(flushed, fault_of(flushed));
  BOOST_TEST(deliveries.acknowledged().size() == before + 100);
}

BOOST_AUTO_TEST_CASE(broker_that_goes_is_seen_and_its_return_too) {
  KafkaProcess broker;
  auto producer = start_producer(settings_of(broker), {}, {}, no_log());
  BOOST_REQUIRE(producer);
  const auto connection = [&] { return (*producer)->stats().connection; };
  BOOST_TEST(
      wait_for_connection(connection, [](const Connection& now) { return now.up; }).has_value());

  broker.kill9();
  const auto down = wait_for_connection(connection, [](const Connection& now) { return !now.up; });
  BOOST_REQUIRE(down);
  BOOST_TEST(down->reason.find(broker.brokers()) != std::string::npos, down->reason);

  broker.start();
  BOOST_TEST(
      wait_for_connection(connection, [](const Connection& now) { return now.up; }).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::kafka::test
