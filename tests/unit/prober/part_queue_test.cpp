#include "prober/engine/part_queue.hpp"

#include <string>

#include <boost/test/unit_test.hpp>

namespace vedette::prober {
namespace {

BOOST_AUTO_TEST_SUITE(part_queue)

BOOST_AUTO_TEST_CASE(works_are_done_one_after_the_other_and_the_loop_turns_between_their_parts) {
  boost::asio::io_context io;
  std::string done;
  PartQueue queue(io, [&] { done += '.'; });
  queue.add([&, left = 3]() mutable {
    done += 'a';
    if (left == 3) boost::asio::post(io, [&] { done += '!'; });
    return --left > 0;
  });
  queue.add([&] {
    done += 'b';
    return false;
  });
  io.run();
  BOOST_TEST(done == "a.!a.a.b.");
}

BOOST_AUTO_TEST_CASE(a_queue_that_ran_empty_takes_more) {
  boost::asio::io_context io;
  int done = 0;
  PartQueue queue(io, [] {});
  for (int i = 0; i < 2; ++i) {
    queue.add([&] {
      ++done;
      return false;
    });
    io.run();
    io.restart();
  }
  BOOST_TEST(done == 2);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::prober
