#include <boost/test/unit_test.hpp>

#include "rig.hpp"
#include "support/fault.hpp"

namespace vedette::kafka::test {
namespace {

BOOST_AUTO_TEST_SUITE(consumer_group)

std::unique_ptr<Consumer> join(const std::string& topic, RebalanceHandler& handler) {
  auto consumer =
      start_consumer(settings_of(shared_broker()), {topic, topic + "-group"}, handler, no_log());
  BOOST_REQUIRE(consumer);
  return std::move(*consumer);
}

/// Fills a topic with `count` messages "0", "1", … over `partitions` partitions.
void fill(const std::string& topic, int partitions, std::uint64_t count) {
  const Settings settings = settings_of(shared_broker());
  make_topic(settings, topic, partitions);
  auto producer = start_producer(settings, {}, {}, no_log());
  BOOST_REQUIRE(producer);
  for (std::uint64_t i = 0; i < count; ++i) {
    BOOST_REQUIRE(
        ((*producer)->produce(
             {topic, std::to_string(i), std::to_string(i), {{"number", std::to_string(i)}}}) ==
         Produced::Queued));
  }
  const auto flushed = (*producer)->flush(kPatience);
  BOOST_REQUIRE_MESSAGE(flushed, fault_of(flushed));
}

/// The offsets to commit after `record`.
void note(Offsets& offsets, const Record& record) {
  offsets[{std::string(record.topic), record.partition}] = record.offset + 1;
}

BOOST_AUTO_TEST_CASE(record_carries_what_was_produced_and_the_partition_of_javas_murmur2) {
  const Settings settings = settings_of(shared_broker());
  const auto made =
      ensure_topics(settings, {{"whole", 64, -1, {{"message.timestamp.type", "LogAppendTime"}}}},
                    true, kPatience);
  BOOST_REQUIRE(made);
  auto producer = start_producer(settings, {.compression = Compression::Zstd}, {}, no_log());
  BOOST_REQUIRE(producer);
  const Message sent{"whole",
                     "4bbc9db3-fb8c-5e33-b54d-d2b09f09887c",
                     std::string("a\0b", 3),
                     {{"ce_id", "x"}, {"empty", ""}}};
  BOOST_REQUIRE(((*producer)->produce(sent) == Produced::Queued));

  Rebalances rebalances;
  auto consumer = join("whole", rebalances);
  std::vector<Record> read;
  BOOST_REQUIRE(poll_until(
      *consumer, [&] { return !read.empty(); },
      [&](std::vector<Record> records) { read = std::move(records); }));
  BOOST_TEST(read[0].topic == "whole");
  BOOST_TEST(read[0].partition == 47);  // the vector of the architecture's section 2
  BOOST_TEST(read[0].offset == 0);
  BOOST_TEST(read[0].key == sent.key);
  BOOST_TEST(read[0].value == sent.value);
  BOOST_TEST(read[0].header("ce_id").value_or("") == "x");
  BOOST_TEST(read[0].header("empty").has_value());
  BOOST_TEST(!read[0].header("absent").has_value());
  BOOST_TEST(read[0].appended_time);
  BOOST_REQUIRE(read[0].timestamp);
  BOOST_TEST((*read[0].timestamp > RealClock().system_now() - std::chrono::minutes(5)));
}

BOOST_AUTO_TEST_CASE(record_outlives_its_consumer) {
  fill("outlived", 1, 1);
  std::vector<Record> read;
  {
    Rebalances rebalances;
    auto consumer = join("outlived", rebalances);
    BOOST_REQUIRE(poll_until(
        *consumer, [&] { return !read.empty(); },
        [&](std::vector<Record> records) { read = std::move(records); }));
  }
  BOOST_TEST(read[0].topic == "outlived");
  BOOST_TEST(read[0].key == "0");
  BOOST_TEST(read[0].value == "0");
  BOOST_TEST(read[0].header("number").value_or("") == "0");
}

BOOST_AUTO_TEST_CASE(what_is_committed_is_not_read_again_and_what_is_not_is) {
  fill("halves", 1, 100);
  {
    Rebalances rebalances;
    auto consumer = join("halves", rebalances);
    std::vector<Record> read;
    BOOST_REQUIRE(poll_until(
        *consumer, [&] { return read.size() == 100; },
        [&](std::vector<Record> records) {
          std::move(records.begin(), records.end(), std::back_inserter(read));
        }));
    const auto committed = consumer->commit_sync({{{"halves", 0}, 60}}, kPatience);
    BOOST_REQUIRE_MESSAGE(committed, fault_of(committed));
    BOOST_TEST(consumer->stats().commits == 1U);
    read.clear();
    const auto closed = consumer->close(kPatience);
    BOOST_REQUIRE_MESSAGE(closed, fault_of(closed));
    BOOST_TEST(rebalances.revokes == 1);
  }
  Rebalances rebalances;
  auto consumer = join("halves", rebalances);
  std::int64_t first = -1;
  BOOST_REQUIRE(poll_until(
      *consumer, [&] { return first >= 0; },
      [&](const std::vector<Record>& records) {
        if (!records.empty()) first = records.front().offset;
      }));
  BOOST_TEST(first == 60);
  const auto lag_known = [&] {
    const auto lags = consumer->stats().lags;
    return lags.size() == 1 && lags[0].end == 100 && lags[0].lag() == 40;
  };
  BOOST_TEST(poll_until(*consumer, lag_known), "lag counts from where reading began");
}

BOOST_AUTO_TEST_CASE(
    second_member_takes_half_and_what_the_first_commits_in_its_revoke_is_not_read_twice) {
  fill("shared", 4, 1'000);
  Rebalances first_rebalances;
  auto first = join("shared", first_rebalances);
  std::map<std::string, int> read;
  Offsets uncommitted;
  const auto take = [&](const std::vector<Record>& records) {
    for (const Record& record : records) {
      ++read[std::string(record.value)];
      note(uncommitted, record);
    }
  };
  Result<void> committed_in_revoke;
  first_rebalances.on_revoke_do = [&] {
    committed_in_revoke = first->commit_sync(uncommitted, Millis(5'000));
    uncommitted.clear();
  };
  BOOST_REQUIRE(poll_until(*first, [&] { return read.size() == 1'000; }, take));

  Rebalances second_rebalances;
  auto second = join("shared", second_rebalances);
  BOOST_REQUIRE(poll_until(
      *first,
      [&] {
        const auto records = second->poll(1'000, Millis(20));
        if (records) take(*records);
        return first_rebalances.assigned.size() == 2 && second_rebalances.assigned.size() == 2;
      },
      take));
  BOOST_REQUIRE_MESSAGE(committed_in_revoke, fault_of(committed_in_revoke));
  for (const auto& [value, times] : read) {
    if (times != 1) BOOST_ERROR("record " << value << " was read " << times << " times");
  }
}

BOOST_AUTO_TEST_CASE(paused_consumer_keeps_its_partitions_and_reads_on_after_resume) {
  fill("paused", 2, 500);
  Rebalances rebalances;
  auto consumer = join("paused", rebalances);
  std::size_t read = 0;
  const auto count = [&](const std::vector<Record>& records) { read += records.size(); };
  consumer->pause();  // before there is anything to pause: holds for the assignment to come
  BOOST_REQUIRE(poll_until(*consumer, [&] { return rebalances.assigned.size() == 2; }, count));
  for (int i = 0; i < 20; ++i) {
    const auto records = consumer->poll(1'000, Millis(50));
    BOOST_REQUIRE(records);
    count(*records);
  }
  BOOST_TEST(read == 0U);
  BOOST_TEST(rebalances.revokes == 0);

  consumer->resume();
  BOOST_TEST(poll_until(*consumer, [&] { return read == 500; }, count));
}

// A writer that came back from a long freeze read nothing any more.
BOOST_AUTO_TEST_CASE(consumer_that_resumed_while_it_had_no_partition_reads_the_next_it_gets) {
  fill("resumed", 2, 500);
  Rebalances rebalances;
  auto consumer = join("resumed", rebalances);
  consumer->pause();
  BOOST_REQUIRE(poll_until(*consumer, [&] { return rebalances.assigned.size() == 2; }));

  Rebalances others;
  auto other = join("resumed", others);
  BOOST_REQUIRE(poll_until(*other, [&] {
    // So short that it does not return with the next assignment too.
    static_cast<void>(consumer->poll(1, Millis(1)));
    return rebalances.revokes == 1;
  }));
  consumer->resume();

  std::size_t read = 0;
  const auto count = [&](const std::vector<Record>& records) { read += records.size(); };
  BOOST_TEST(poll_until(
      *consumer,
      [&] {
        static_cast<void>(other->poll(1'000, Millis(10)));
        return read > 0;
      },
      count));
  BOOST_TEST(rebalances.assigned.size() == 1U);
}

BOOST_AUTO_TEST_CASE(missing_topic_shows_in_the_connection_until_it_is_there) {
  Rebalances rebalances;
  auto consumer = join("late", rebalances);
  const auto connection = [&] {
    static_cast<void>(consumer->poll(1, Millis(20)));
    return consumer->stats().connection;
  };
  const auto missing = wait_for_connection(connection, [](const Connection& now) {
    return now.reason.find("--kafka-create-topics") != std::string::npos;
  });
  BOOST_TEST(missing.has_value());
  fill("late", 1, 1);
  BOOST_TEST(
      wait_for_connection(connection, [](const Connection& now) { return now.up; }).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::kafka::test
