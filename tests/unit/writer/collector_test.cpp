#include "writer/batch/collector.hpp"

#include <deque>
#include <functional>
#include <thread>

#include <boost/test/unit_test.hpp>

#include "records.hpp"

namespace vedette::writer {
namespace {

using namespace test;

const kafka::TopicPartition kPartition{"vedette.results", 0};

/// A consumer that plays a script of polls on the thread that polls; after the script it asks the
/// test to stop.
class FakeConsumer final : public kafka::Consumer {
 public:
  using Step = std::function<std::vector<kafka::Record>()>;
  std::deque<Step> script;
  std::function<void()> at_end = [] {};
  kafka::Offsets committed;
  int pauses = 0;
  bool closed = false;
  std::optional<Error> commit_error;

  [[nodiscard]] Result<std::vector<kafka::Record>> poll(std::size_t /*max*/,
                                                        Millis /*deadline*/) override {
    if (script.empty()) {
      at_end();
      return std::vector<kafka::Record>{};
    }
    const Step step = std::move(script.front());
    script.pop_front();
    return step();
  }
  void pause() override { ++pauses; }
  void resume() override {}
  [[nodiscard]] Result<void> commit_sync(const kafka::Offsets& offsets,
                                         Millis /*deadline*/) override {
    if (commit_error) return tl::unexpected(*commit_error);
    for (const auto& [partition, offset] : offsets) committed[partition] = offset;
    return {};
  }
  [[nodiscard]] Result<void> close(Millis /*deadline*/) override {
    closed = true;
    return {};
  }
  [[nodiscard]] kafka::ConsumerStats stats() const override { return {}; }
};

struct CollectorBed {
  RealClock clock;
  prometheus::Registry registry;
  Metrics metrics{registry};
  runtime::Health health{clock};
  KnownNames known;
  Handoff handoff;
  FakeConsumer consumer;
  Collector collector{{.retention = std::chrono::days(3650),
                       .flush = {},
                       .revoke_budget = Millis(300),
                       .drain_budget = Millis(300)},
                      known,
                      handoff,
                      clock,
                      health,
                      metrics};
  std::stop_source stop;
  std::vector<std::unique_ptr<Batch>> seen;

  CollectorBed() {
    handoff.add_ready();
    consumer.at_end = [this] { stop.request_stop(); };
  }

  static std::vector<kafka::Record> records(int count, std::int64_t first = 0) {
    std::vector<kafka::Record> made;
    for (int i = 0; i < count; ++i) made.push_back(make_record(recent(), first + i));
    return made;
  }
  static model::ProbeResult recent() {
    auto result = good_result();
    result.scheduled_at = std::chrono::floor<Micros>(std::chrono::system_clock::now());
    return result;
  }

  /// Runs the script while a thread takes and stores every batch.
  void run_with_store() {
    std::jthread store([this](std::stop_token end) {
      while (auto batch = handoff.take(end)) {
        handoff.stored(*batch);
        seen.push_back(std::move(batch));
      }
    });
    BOOST_TEST(collector.run(consumer, stop.get_token()).has_value());
  }
};

BOOST_FIXTURE_TEST_SUITE(collector, CollectorBed)

BOOST_AUTO_TEST_CASE(what_is_in_hand_at_the_end_is_stored_and_committed) {
  consumer.script = {[] { return records(3, 10); }};
  run_with_store();
  BOOST_REQUIRE(seen.size() == 1U);
  BOOST_TEST(seen[0]->unnamed.size() == 3U);  // nobody told their names' numbers
  BOOST_TEST(consumer.committed.at(kPartition) == 13);
  BOOST_TEST(consumer.closed);
}

BOOST_AUTO_TEST_CASE(rows_whose_names_are_known_go_in_the_primary_keys_order) {
  known.add(recent().target, 7);
  known.add(NameTable::Location, recent().location, 2);
  known.add(NameTable::Prober, recent().prober, 3);
  const SystemTime now = recent().scheduled_at;
  consumer.script = {[now] {
    std::vector<kafka::Record> made;
    for (const int age : {2, 3, 1}) {
      auto result = recent();
      result.scheduled_at = now - std::chrono::minutes(age);
      made.push_back(make_record(result, static_cast<std::int64_t>(made.size())));
    }
    return made;
  }};
  run_with_store();
  BOOST_REQUIRE(seen.size() == 1U);
  const std::vector<Fact>& rows = seen[0]->rows;
  BOOST_REQUIRE(rows.size() == 3U);
  BOOST_TEST((rows[0].record == 1 && rows[1].record == 0 && rows[2].record == 2));
  BOOST_TEST((rows[0].target_id == 7 && rows[0].location_id == 2 && rows[0].prober_id == 3));
}

BOOST_AUTO_TEST_CASE(offsets_move_in_every_partition_of_a_poll) {
  consumer.script = {[] {
    std::vector<kafka::Record> made;
    made.push_back(make_record(recent(), 10, 0));
    made.push_back(make_record(recent(), 11, 0));
    made.push_back(make_record(recent(), 20, 1));
    made.push_back(make_record(recent(), 12, 0));
    return made;
  }};
  run_with_store();
  BOOST_TEST(consumer.committed.at(kPartition) == 13);
  BOOST_TEST(consumer.committed.at({"vedette.results", 1}) == 21);
}

BOOST_AUTO_TEST_CASE(offsets_of_a_batch_that_nobody_stored_do_not_move) {
  consumer.script = {[] { return records(3); }};
  BOOST_TEST(collector.run(consumer, stop.get_token()).has_value());
  BOOST_TEST(consumer.committed.empty());
  BOOST_TEST(metrics.discarded.Value() == 3);
}

BOOST_AUTO_TEST_CASE(refused_and_expired_records_move_the_offset_too) {
  consumer.script = {[] {
    std::vector<kafka::Record> made;
    made.push_back(make_record("garbage", 0));
    auto old = good_result();
    old.scheduled_at = std::chrono::sys_days(std::chrono::January / 1 / 1990);
    made.push_back(make_record(old, 1));
    return made;
  }};
  run_with_store();
  BOOST_REQUIRE(seen.size() == 1U);
  BOOST_TEST(seen[0]->dead_letters.size() == 1U);
  BOOST_TEST(seen[0]->rows.empty());
  BOOST_TEST(seen[0]->unnamed.empty());
  BOOST_TEST(metrics.expired.Value() == 1);
  BOOST_TEST(consumer.committed.at(kPartition) == 2);
}

BOOST_AUTO_TEST_CASE(revoke_stores_and_commits_before_it_returns) {
  kafka::Offsets at_return;
  consumer.script = {[] { return records(2); },
                     [&] {
                       collector.on_revoke({kPartition}, false);
                       at_return = consumer.committed;
                       return std::vector<kafka::Record>{};
                     }};
  run_with_store();
  BOOST_TEST(at_return.at(kPartition) == 2);
  BOOST_TEST(metrics.discarded.Value() == 0);
}

BOOST_AUTO_TEST_CASE(lost_partitions_are_given_up_and_their_offsets_never_committed) {
  consumer.script = {[] { return records(2); },
                     [&] {
                       collector.on_revoke({kPartition}, true);
                       return std::vector<kafka::Record>{};
                     }};
  run_with_store();
  BOOST_TEST(consumer.committed.empty());
  BOOST_TEST(metrics.discarded.Value() == 2);
  BOOST_TEST(seen.empty());
}

BOOST_AUTO_TEST_CASE(revoke_gives_up_what_the_store_does_not_finish_in_time) {
  consumer.script = {[] { return records(2); },
                     [&] {
                       collector.on_revoke({kPartition}, false);
                       return std::vector<kafka::Record>{};
                     }};
  BOOST_TEST(collector.run(consumer, stop.get_token()).has_value());
  BOOST_TEST(consumer.committed.empty());
  BOOST_TEST(metrics.discarded.Value() == 2);
}

BOOST_AUTO_TEST_CASE(assignment_while_the_store_is_away_is_paused_at_once) {
  handoff.remove_ready();
  consumer.script = {[&] {
    collector.on_assign({kPartition});
    return std::vector<kafka::Record>{};
  }};
  BOOST_TEST(collector.run(consumer, stop.get_token()).has_value());
  BOOST_TEST(consumer.pauses == 1);
}

BOOST_AUTO_TEST_CASE(commit_that_nobody_answered_is_tried_again_and_a_refused_one_is_not) {
  consumer.commit_error = Error{ErrorKind::TimedOut, "no answer"};
  consumer.script = {[] { return records(1); }};
  run_with_store();
  BOOST_TEST(consumer.committed.empty());
  BOOST_TEST(metrics.failed_commits.Value() >= 1);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::writer
