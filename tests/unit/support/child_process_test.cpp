#include "support/child_process.hpp"

#include <poll.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <boost/test/unit_test.hpp>
#include <cerrno>
#include <csignal>
#include <fstream>
#include <system_error>

#include "support/temporary_directory.hpp"

namespace vedette::test {
namespace {

using namespace std::chrono_literals;

ChildOptions shell(const std::string& script) { return {.arguments = {"-c", script}}; }

bool ends_within(int pid_fd, std::chrono::milliseconds deadline) {
  pollfd watched{.fd = pid_fd, .events = POLLIN, .revents = 0};
  return ::poll(&watched, 1, static_cast<int>(deadline.count())) == 1;
}

BOOST_AUTO_TEST_SUITE(child_process)

BOOST_AUTO_TEST_CASE(exit_code_and_both_outputs_are_collected) {
  const auto finished = run_to_end("sh", shell("echo out; echo err >&2; exit 3"), 10s);
  BOOST_TEST((finished.status == ExitStatus{.code = 3, .signal = {}}));
  BOOST_TEST(finished.standard_output == "out\n");
  BOOST_TEST(finished.standard_error == "err\n");
}

BOOST_AUTO_TEST_CASE(program_that_is_not_there_is_refused_at_once) {
  BOOST_CHECK_EXCEPTION(
      ChildProcess("/no/such/program"), std::system_error,
      [](const std::system_error& error) { return error.code().value() == ENOENT; });
}

BOOST_AUTO_TEST_CASE(entry_of_the_environment_wins_over_the_tests_own) {
  auto options = shell("printf %s \"$HOME|$PATH\"");
  options.environment = {{"HOME", "/elsewhere"}};
  const auto finished = run_to_end("sh", options, 10s);
  BOOST_TEST(finished.standard_output == std::string("/elsewhere|") + std::getenv("PATH"));
}

BOOST_AUTO_TEST_CASE(child_reads_the_file_that_is_its_standard_input) {
  const TemporaryDirectory directory;
  const auto file = directory.path() / "input";
  std::ofstream(file) << "word";
  BOOST_TEST(run_to_end("cat", {.stdin_file = file}, 10s).standard_output == "word");
  BOOST_TEST(run_to_end("cat", {}, 10s).standard_output.empty());
}

BOOST_AUTO_TEST_CASE(end_by_a_signal_is_told_from_an_exit_code) {
  ChildProcess child("sleep", {.arguments = {"60"}});
  child.signal(SIGTERM);
  BOOST_TEST((child.wait_for(10s) == ExitStatus{.code = {}, .signal = SIGTERM}));
}

BOOST_AUTO_TEST_CASE(wait_gives_up_at_its_deadline_while_the_child_runs) {
  ChildProcess child("sleep", {.arguments = {"60"}});
  BOOST_TEST(!child.wait_for(10ms).has_value());
  BOOST_TEST(child.running());
}

BOOST_AUTO_TEST_CASE(child_that_ignores_sigterm_is_killed_after_the_grace) {
  const auto before = std::signal(SIGTERM, SIG_IGN);  // a child inherits what is ignored
  ChildProcess child("sleep", {.arguments = {"60"}});
  std::signal(SIGTERM, before);
  BOOST_TEST((child.terminate(50ms) == ExitStatus{.code = {}, .signal = SIGKILL}));
}

BOOST_AUTO_TEST_CASE(destructor_ends_the_child) {
  pid_t pid = 0;
  {
    const ChildProcess child("sleep", {.arguments = {"60"}});
    pid = child.pid();
  }
  BOOST_TEST(::kill(pid, 0) == -1);
  BOOST_TEST(errno == ESRCH);
}

BOOST_AUTO_TEST_CASE(child_dies_with_a_test_that_is_killed) {
  std::array<int, 2> ends{};
  BOOST_REQUIRE(::pipe(ends.data()) == 0);
  const pid_t killed_test = ::fork();
  if (killed_test == 0) {
    const ChildProcess child("sleep", {.arguments = {"60"}});
    const pid_t pid = child.pid();
    if (::write(ends[1], &pid, sizeof pid) != sizeof pid) ::_exit(1);
    for (;;) ::pause();
  }
  pid_t grandchild = 0;
  BOOST_REQUIRE(::read(ends[0], &grandchild, sizeof grandchild) == sizeof grandchild);
  const auto pid_fd = static_cast<int>(::syscall(SYS_pidfd_open, grandchild, 0));
  ::kill(killed_test, SIGKILL);
  ::waitpid(killed_test, nullptr, 0);

  BOOST_TEST(ends_within(pid_fd, 10s));
  ::close(pid_fd);
  ::close(ends[0]);
  ::close(ends[1]);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::test
