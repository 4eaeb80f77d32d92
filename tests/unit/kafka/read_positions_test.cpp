#include "kafka/read_positions.hpp"

#include <optional>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace vedette::kafka {
namespace {

using Starts = std::vector<std::optional<std::int64_t>>;

TopicPartition part(std::int32_t number) { return {"table", number}; }

std::vector<Record> record_at(std::int32_t partition, std::int64_t offset) {
  std::vector<Record> records(1);
  records[0].topic = "table";
  records[0].partition = partition;
  records[0].offset = offset;
  return records;
}

BOOST_AUTO_TEST_SUITE(read_positions)

BOOST_AUTO_TEST_CASE(
    partitions_that_stay_go_on_where_they_were_and_new_ones_begin_at_the_beginning) {
  ReadPositions positions;
  BOOST_TEST((positions.on_assign({part(0), part(1)}) == Starts{std::nullopt, std::nullopt}));
  positions.on_records(record_at(0, 41));
  positions.on_revoke();
  BOOST_TEST((positions.on_assign({part(0), part(2)}) == Starts{42, std::nullopt}));
}

BOOST_AUTO_TEST_CASE(a_partition_that_stays_but_gave_nothing_yet_begins_at_the_beginning) {
  ReadPositions positions;
  static_cast<void>(positions.on_assign({part(0)}));
  positions.on_revoke();
  BOOST_TEST((positions.on_assign({part(0)}) == Starts{std::nullopt}));
}

BOOST_AUTO_TEST_CASE(a_partition_that_was_away_for_one_assignment_is_read_anew) {
  ReadPositions positions;
  static_cast<void>(positions.on_assign({part(0)}));
  positions.on_records(record_at(0, 41));
  positions.on_end(part(0));
  BOOST_TEST(positions.take_ends().size() == 1U);
  positions.on_revoke();
  static_cast<void>(positions.on_assign({}));
  BOOST_TEST((positions.on_assign({part(0)}) == Starts{std::nullopt}));
  positions.on_end(part(0));
  BOOST_TEST((positions.take_ends() == std::vector{part(0)}));
}

BOOST_AUTO_TEST_CASE(an_end_is_told_once_for_each_assignment) {
  ReadPositions positions;
  static_cast<void>(positions.on_assign({part(0), part(1)}));
  positions.on_end(part(0));
  BOOST_TEST((positions.take_ends() == std::vector{part(0)}));
  positions.on_end(part(0));
  BOOST_TEST(positions.take_ends().empty());
  positions.on_revoke();
  static_cast<void>(positions.on_assign({part(0), part(1)}));
  positions.on_end(part(0));
  BOOST_TEST((positions.take_ends() == std::vector{part(0)}));
}

BOOST_AUTO_TEST_CASE(an_end_that_a_revoke_came_before_is_told_when_it_is_met_again) {
  ReadPositions positions;
  static_cast<void>(positions.on_assign({part(0)}));
  positions.on_end(part(0));
  positions.on_revoke();
  BOOST_TEST(positions.take_ends().empty());
  static_cast<void>(positions.on_assign({part(0)}));
  BOOST_TEST(positions.take_ends().empty());
  positions.on_end(part(0));
  BOOST_TEST((positions.take_ends() == std::vector{part(0)}));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::kafka
