#include "kafka/produce_queue.hpp"

#include <thread>

#include <boost/test/unit_test.hpp>

namespace vedette::kafka {
namespace {

BOOST_AUTO_TEST_SUITE(produce_queue)

ProducerStats stats_of(const ProduceQueue& queue) {
  ProducerStats stats;
  queue.fill(stats);
  return stats;
}

std::uint64_t failed(const ProducerStats& stats, FailureCause cause) {
  return stats.failed[static_cast<std::size_t>(cause)];
}

BOOST_AUTO_TEST_CASE(newest_is_refused_and_counted_at_the_bound_of_messages) {
  ProduceQueue queue(2, 1'000);
  BOOST_TEST(queue.enter(1));
  BOOST_TEST(queue.enter(1));
  BOOST_TEST(!queue.enter(1));
  BOOST_TEST(failed(stats_of(queue), FailureCause::QueueFull) == 1U);
  queue.leave_delivered(1);
  BOOST_TEST(queue.enter(1));
}

BOOST_AUTO_TEST_CASE(newest_is_refused_and_counted_at_the_bound_of_bytes) {
  ProduceQueue queue(100, 10);
  BOOST_TEST(queue.enter(6));
  BOOST_TEST(!queue.enter(5));
  BOOST_TEST(queue.enter(4));
  BOOST_TEST(stats_of(queue).queued_bytes == 10U);
}

BOOST_AUTO_TEST_CASE(every_message_ends_as_delivered_or_with_a_cause) {
  ProduceQueue queue(10, 1'000);
  BOOST_TEST(queue.enter(7));
  BOOST_TEST(queue.enter(8));
  queue.leave_delivered(7);
  queue.leave_failed(8, FailureCause::Authorization);
  queue.refuse(FailureCause::TooLarge);
  const ProducerStats stats = stats_of(queue);
  BOOST_TEST(stats.queued_messages == 0U);
  BOOST_TEST(stats.queued_bytes == 0U);
  BOOST_TEST(stats.delivered == 1U);
  BOOST_TEST(failed(stats, FailureCause::Authorization) == 1U);
  BOOST_TEST(failed(stats, FailureCause::TooLarge) == 1U);
}

BOOST_AUTO_TEST_CASE(wait_ends_when_the_last_message_leaves_or_the_deadline_passes) {
  ProduceQueue queue(10, 1'000);
  BOOST_TEST(queue.wait_empty(Millis(0)));
  BOOST_TEST(queue.enter(1));
  BOOST_TEST(!queue.wait_empty(Millis(1)));
  std::jthread leaver([&] { queue.leave_delivered(1); });
  BOOST_TEST(queue.wait_empty(Millis(60'000)));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::kafka
