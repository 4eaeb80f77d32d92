#include "writer/batch/batch.hpp"

#include <boost/test/unit_test.hpp>

#include "records.hpp"

namespace vedette::writer {
namespace {

using namespace test;

/// A row of the target and slot given, that came in `record`.
void add(Batch& batch, int target, int slot, std::uint32_t record) {
  auto result = good_result();
  result.scheduled_at += Millis(slot);
  RowIds ids;
  ids.target = target;
  add_row(batch, result, ids, record);
}

std::vector<std::uint32_t> records_of(const Batch& batch) {
  std::vector<std::uint32_t> records;
  for (const Fact& row : batch.rows) records.push_back(row.record);
  return records;
}

BOOST_AUTO_TEST_SUITE(batch)

BOOST_AUTO_TEST_CASE(rows_are_sorted_by_target_before_slot) {
  Batch batch;
  add(batch, 2, 1, 0);
  add(batch, 1, 2, 1);
  add(batch, 1, 1, 2);
  sort_rows(batch);
  BOOST_TEST((records_of(batch) == std::vector<std::uint32_t>{2, 1, 0}));
  BOOST_TEST(batch.doubles == 0U);
}

BOOST_AUTO_TEST_CASE(of_one_slot_the_row_that_came_first_stays_and_the_others_are_counted) {
  Batch batch;
  add(batch, 1, 1, 5);
  add(batch, 1, 1, 3);
  add(batch, 1, 1, 4);
  sort_rows(batch);
  BOOST_TEST((records_of(batch) == std::vector<std::uint32_t>{3}));
  BOOST_TEST(batch.doubles == 2U);
  sort_rows(batch);
  BOOST_TEST(batch.doubles == 2U);
}

BOOST_AUTO_TEST_CASE(messages_live_as_long_as_the_batch) {
  auto batch = std::make_unique<Batch>();
  for (int i = 0; i < 100; ++i) {
    auto result = good_result();
    result.scheduled_at -= Millis(i);
    result.facts.outcome = model::Outcome::Down;
    result.facts.message = "message " + std::to_string(i);
    add_row(*batch, result, {}, static_cast<std::uint32_t>(i));
  }
  const std::unique_ptr<Batch> moved = std::move(batch);
  sort_rows(*moved);
  for (const Fact& row : moved->rows) {
    BOOST_TEST(row.message == "message " + std::to_string(row.record));
  }
}

BOOST_AUTO_TEST_CASE(result_with_an_unknown_name_is_noted_by_its_record) {
  Batch batch;
  KnownNames known;
  auto result = good_result();
  add_result(batch, result, known, 9);
  BOOST_TEST(batch.rows.empty());
  BOOST_TEST((batch.unnamed == std::vector<std::uint32_t>{9}));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::writer
