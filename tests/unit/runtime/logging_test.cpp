#include "runtime/logging.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <array>

#include <boost/test/unit_test.hpp>

namespace vedette::runtime {
namespace {

/// What a process of its own, set up so, writes to standard error.
std::string output_of(const LogOptions& options, const std::function<void()>& speak) {
  std::array<int, 2> ends{};
  BOOST_REQUIRE(::pipe(ends.data()) == 0);
  const pid_t child = ::fork();
  if (child == 0) {
    ::dup2(ends[1], STDERR_FILENO);
    set_up_logging(options);
    speak();
    ::_exit(0);
  }
  ::close(ends[1]);
  std::string all;
  std::array<char, 4096> piece{};
  for (;;) {
    const ssize_t count = ::read(ends[0], piece.data(), piece.size());
    if (count <= 0) break;
    all.append(piece.data(), static_cast<std::size_t>(count));
  }
  ::close(ends[0]);
  ::waitpid(child, nullptr, 0);
  return all;
}

BOOST_AUTO_TEST_SUITE(logging)

BOOST_AUTO_TEST_CASE(one_event_is_one_line_and_what_does_not_go_to_a_terminal_is_json) {
  const std::string output = output_of({}, [] {
    log_info("Began", {{"count", 1}});
    log_error("Ended {} %v");
  });
  BOOST_TEST(output.rfind(R"({"time":")", 0) == 0U, output);
  BOOST_TEST(std::count(output.begin(), output.end(), '\n') == 2);
  BOOST_TEST(output.find(R"("message":"Ended {} %v"})") != std::string::npos, output);
}

BOOST_AUTO_TEST_CASE(events_below_the_level_are_left_out) {
  const std::string output = output_of({LogLevel::Warning, LogFormat::Text}, [] {
    log_debug("one");
    log_info("two");
    log_warning("three");
    log_error("four");
  });
  BOOST_TEST(output.find("two") == std::string::npos);
  BOOST_TEST(output.find("warning three") != std::string::npos, output);
  BOOST_TEST(std::count(output.begin(), output.end(), '\n') == 2);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::runtime
