#include <algorithm>

#include <boost/test/unit_test.hpp>

#include "rig.hpp"
#include "support/fault.hpp"

namespace vedette::kafka::test {
namespace {

BOOST_AUTO_TEST_SUITE(table_reader)

/// How a table is read: from the beginning, by a member that dies quickly.
ConsumerOptions table_options(const std::string& topic) {
  ConsumerOptions options{topic, topic + "-group"};
  options.session_timeout = Millis(6'000);
  options.max_poll_interval = Millis(15'000);
  options.start = Start::Beginning;
  return options;
}

std::unique_ptr<Consumer> open_table(const ConsumerOptions& options, RebalanceHandler& handler) {
  auto consumer = start_consumer(settings_of(shared_broker()), options, handler, no_log());
  BOOST_REQUIRE_MESSAGE(consumer, fault_of(consumer));
  return std::move(*consumer);
}

/// Appends `count` messages to each of `partitions` partitions, by explicit partition.
void append(const std::string& topic, std::int32_t partitions, int count) {
  auto producer = start_producer(settings_of(shared_broker()), {}, {}, no_log());
  BOOST_REQUIRE(producer);
  for (std::int32_t partition = 0; partition < partitions; ++partition) {
    for (int i = 0; i < count; ++i) {
      BOOST_REQUIRE(
          ((*producer)->produce({topic, "same key", std::to_string(i), {}, 0, partition}) ==
           Produced::Queued));
    }
  }
  const auto flushed = (*producer)->flush(kPatience);
  BOOST_REQUIRE_MESSAGE(flushed, fault_of(flushed));
}

/// Records read, by partition.
struct ReadCounts {
  std::map<std::int32_t, int> of;

  void operator()(const std::vector<Record>& records) {
    for (const Record& record : records) ++of[record.partition];
  }
};

BOOST_AUTO_TEST_CASE(an_end_is_told_after_everything_before_it_was_returned) {
  const std::string topic = "told-ends";
  make_topic(settings_of(shared_broker()), topic, 3);
  append(topic, 2, 500);  // and an empty partition
  struct Checked final : RebalanceHandler {
    ReadCounts& read;
    std::map<std::int32_t, int> at_end;

    explicit Checked(ReadCounts& counts) : read(counts) {}
    void on_assign(const std::vector<TopicPartition>& /*partitions*/) override {}
    void on_revoke(const std::vector<TopicPartition>& /*partitions*/, bool /*lost*/) override {}
    void on_end(const TopicPartition& partition) override {
      at_end[partition.partition] = read.of[partition.partition];
    }
  };
  ReadCounts read;
  Checked handler(read);
  auto consumer = open_table(table_options(topic), handler);
  BOOST_REQUIRE(poll_until(*consumer, [&] { return handler.at_end.size() == 3; }, std::ref(read)));
  BOOST_TEST((handler.at_end == std::map<std::int32_t, int>{{0, 500}, {1, 500}, {2, 0}}));
}

BOOST_AUTO_TEST_CASE(
    what_stays_over_a_rebalance_goes_on_and_what_comes_is_read_from_the_beginning) {
  const std::string topic = "moved";
  make_topic(settings_of(shared_broker()), topic, 2);
  append(topic, 2, 100);
  Rebalances first_told;
  ReadCounts first_read;
  auto first = open_table(table_options(topic), first_told);
  BOOST_REQUIRE(
      poll_until(*first, [&] { return first_told.ended.size() == 2; }, std::ref(first_read)));

  Rebalances second_told;
  ReadCounts second_read;
  auto second = open_table(table_options(topic), second_told);
  BOOST_REQUIRE(poll_until(
      *first,
      [&] {
        if (auto records = second->poll(1'000, Millis(20))) second_read(*records);
        return second_told.ended.size() == 1;
      },
      std::ref(first_read)));
  const std::int32_t moved = second_told.ended[0].partition;
  const std::int32_t stayed = 1 - moved;
  BOOST_TEST(second_read.of[moved] == 100);
  BOOST_TEST((first_told.assigned == std::set<TopicPartition>{{topic, stayed}}));

  // What is appended now is all that the first has still to read of what stayed with it; then the
  // second leaves, and the first reads what it gave away from the beginning.
  append(topic, 2, 10);
  const auto left = second->close(kPatience);
  BOOST_REQUIRE_MESSAGE(left, fault_of(left));
  first_told.ended.clear();
  BOOST_REQUIRE(
      poll_until(*first, [&] { return first_told.ended.size() == 2; }, std::ref(first_read)));
  BOOST_TEST(first_read.of[stayed] == 110);
  BOOST_TEST(first_read.of[moved] == 210);
}

BOOST_AUTO_TEST_CASE(a_member_more_than_there_are_partitions_is_told_that_it_has_none) {
  const std::string topic = "surplus";
  make_topic(settings_of(shared_broker()), topic, 1);
  Rebalances first_told;
  auto first = open_table(table_options(topic), first_told);
  BOOST_REQUIRE(poll_until(*first, [&] { return first_told.assignments > 0; }));
  Rebalances second_told;
  auto second = open_table(table_options(topic), second_told);
  BOOST_REQUIRE(poll_until(*first, [&] {
    static_cast<void>(second->poll(1'000, Millis(20)));
    return second_told.assignments > 0;
  }));
  BOOST_TEST(first_told.assigned.size() + second_told.assigned.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_reader_alone_has_the_whole_topic_and_joins_no_group) {
  const std::string topic = "alone";
  make_topic(settings_of(shared_broker()), topic, 4);
  append(topic, 4, 50);
  ConsumerOptions options = table_options(topic);
  options.alone_with = 4;
  Rebalances told;
  ReadCounts read;
  auto consumer = open_table(options, told);
  BOOST_REQUIRE(poll_until(*consumer, [&] { return told.ended.size() == 4; }, std::ref(read)));
  BOOST_TEST(told.assigned.size() == 4U);
  BOOST_TEST(read.of.size() == 4U);

  Rebalances other_told;
  auto other = open_table(options, other_told);  // the same group name
  BOOST_REQUIRE(poll_until(*other, [&] { return other_told.ended.size() == 4; }));

  append(topic, 1, 1);
  BOOST_REQUIRE(poll_until(*consumer, [&] { return read.of[0] == 51; }, std::ref(read)));
  BOOST_TEST(told.revokes == 0);
  const auto closed = consumer->close(kPatience);
  BOOST_REQUIRE_MESSAGE(closed, fault_of(closed));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::kafka::test
