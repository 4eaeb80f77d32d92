#include "writer/batch/handoff.hpp"

#include <thread>

#include <boost/test/unit_test.hpp>

namespace vedette::writer {
namespace {

std::unique_ptr<Batch> batch_to(std::int64_t offset) {
  auto batch = std::make_unique<Batch>();
  batch->records.resize(1);
  batch->next_offsets[{"vedette.results", 0}] = offset;
  return batch;
}

const kafka::TopicPartition kResults{"vedette.results", 0};

BOOST_AUTO_TEST_SUITE(handoff)

BOOST_AUTO_TEST_CASE(two_batches_are_stored_beside_each_other_and_no_third) {
  Handoff handoff;
  handoff.submit(batch_to(1));
  BOOST_TEST(handoff.has_room());
  handoff.submit(batch_to(2));
  const auto first = handoff.take({});
  const auto second = handoff.take({});
  BOOST_TEST(!handoff.wait_for_room(Millis(1)));
  handoff.stored(*first);
  BOOST_TEST(handoff.has_room());
}

BOOST_AUTO_TEST_CASE(offsets_move_only_after_a_batch_is_stored) {
  Handoff handoff;
  handoff.submit(batch_to(5));
  const auto batch = handoff.take({});
  BOOST_TEST(handoff.take_stored().empty());
  BOOST_TEST(!handoff.wait_until_idle(Millis(1)));
  handoff.stored(*batch);
  BOOST_TEST(handoff.wait_until_idle(Millis(0)));
  BOOST_TEST(handoff.take_stored().at(kResults) == 5);
  BOOST_TEST(handoff.take_stored().empty());
}

BOOST_AUTO_TEST_CASE(offsets_of_a_batch_that_overtook_another_wait_for_it) {
  Handoff handoff;
  handoff.submit(batch_to(5));
  handoff.submit(batch_to(9));
  const auto first = handoff.take({});
  const auto second = handoff.take({});
  handoff.stored(*second);
  BOOST_TEST(handoff.take_stored().empty());
  BOOST_TEST(!handoff.wait_until_idle(Millis(1)));
  handoff.stored(*first);
  BOOST_TEST(handoff.take_stored().at(kResults) == 9);
  BOOST_TEST(handoff.wait_until_idle(Millis(0)));
}

BOOST_AUTO_TEST_CASE(no_offset_passes_a_batch_that_could_not_be_stored) {
  Handoff handoff;
  handoff.submit(batch_to(5));
  handoff.submit(batch_to(9));
  const auto first = handoff.take({});
  const auto second = handoff.take({});
  handoff.abandoned(*first);
  handoff.stored(*second);
  BOOST_TEST(handoff.take_stored().empty());
  BOOST_TEST(!handoff.wait_until_idle(Millis(1)));
}

BOOST_AUTO_TEST_CASE(batch_that_overtook_another_is_stored_when_that_is_given_up) {
  Handoff handoff;
  handoff.submit(batch_to(5));
  handoff.submit(batch_to(9));
  const auto first = handoff.take({});
  const auto second = handoff.take({});
  handoff.stored(*second);
  BOOST_TEST(handoff.discard() == 1U);
  BOOST_TEST(!handoff.wait_until_idle(Millis(1)));
  handoff.abandoned(*first);
  BOOST_TEST(handoff.wait_until_idle(Millis(0)));
  BOOST_TEST(handoff.take_stored().empty());
}

BOOST_AUTO_TEST_CASE(store_is_ready_while_any_session_is_and_none_has_failed) {
  Handoff handoff;
  BOOST_TEST(!handoff.store_ready());
  handoff.add_ready();
  handoff.add_ready();
  handoff.remove_ready();
  BOOST_TEST(handoff.store_ready());
  handoff.add_stuck();
  BOOST_TEST(!handoff.store_ready());
  handoff.remove_stuck();
  handoff.fail();
  BOOST_TEST(!handoff.store_ready());
}

BOOST_AUTO_TEST_CASE(discard_cancels_what_is_stored_and_forgets_its_offsets) {
  Handoff handoff;
  handoff.submit(batch_to(1));
  const auto busy = handoff.take({});
  handoff.submit(batch_to(2));
  BOOST_TEST(handoff.discard() == 2U);
  BOOST_TEST(busy->cancel.stop_requested());
  BOOST_TEST(handoff.has_room());
  handoff.stored(*busy);  // the commit was on its way already
  BOOST_TEST(handoff.take_stored().empty());
}

BOOST_AUTO_TEST_CASE(stop_wakes_the_store) {
  Handoff handoff;
  std::jthread store([&](std::stop_token stop) { BOOST_TEST(!handoff.take(stop)); });
  store.request_stop();
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::writer
