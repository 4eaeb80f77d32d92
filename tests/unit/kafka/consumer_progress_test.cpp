#include "kafka/consumer_progress.hpp"

#include <boost/test/unit_test.hpp>

namespace vedette::kafka {
namespace {

constexpr std::int64_t kUnknown = -1'001;

Statistics fetching(std::int64_t next, std::int64_t end) {
  Statistics statistics;
  statistics.partitions.push_back({"t", 0, end, next});
  return statistics;
}

struct Reading {
  ConsumerProgress progress;

  void consume(std::int64_t first, std::int64_t last) {
    std::vector<Record> records;
    for (std::int64_t offset = first; offset <= last; ++offset) {
      Record& record = records.emplace_back();
      record.topic = "t";
      record.offset = offset;
    }
    progress.on_consumed(records);
  }

  [[nodiscard]] std::int64_t lag(const Statistics& statistics) const {
    ConsumerStats stats;
    progress.fill(stats, statistics);
    return stats.lags.size() == 1 ? stats.lags[0].lag() : -1;
  }
};

BOOST_FIXTURE_TEST_SUITE(consumer_progress, Reading)

BOOST_AUTO_TEST_CASE(idle_partition_lags_by_what_is_not_fetched_yet) {
  BOOST_TEST(lag(fetching(90, 100)) == 10);
  BOOST_TEST(lag(fetching(100, 100)) == 0);
}

BOOST_AUTO_TEST_CASE(what_was_read_but_not_committed_still_lags) {
  consume(40, 99);
  BOOST_TEST(lag(fetching(100, 100)) == 60);
}

BOOST_AUTO_TEST_CASE(commit_moves_the_lag) {
  consume(40, 99);
  progress.on_committed({{{"t", 0}, 70}});
  BOOST_TEST(lag(fetching(100, 100)) == 30);
}

BOOST_AUTO_TEST_CASE(position_is_forgotten_at_a_revoke) {
  consume(40, 99);
  progress.on_committed({{{"t", 0}, 70}});
  progress.on_revoke();
  BOOST_TEST(lag(fetching(95, 100)) == 5);
}

BOOST_AUTO_TEST_CASE(partition_whose_end_or_position_is_unknown_has_no_lag) {
  BOOST_TEST(lag(fetching(0, kUnknown)) == -1);
  BOOST_TEST(lag(fetching(kUnknown, 100)) == -1);
}

BOOST_AUTO_TEST_CASE(everything_is_counted) {
  progress.on_assign();
  consume(0, 9);
  progress.on_committed({{{"t", 0}, 10}});
  progress.on_commit_failed();
  ConsumerStats stats;
  progress.fill(stats, {});
  BOOST_TEST(stats.rebalances == 1U);
  BOOST_TEST(stats.consumed == 10U);
  BOOST_TEST(stats.commits == 1U);
  BOOST_TEST(stats.failed_commits == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::kafka
