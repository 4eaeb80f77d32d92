#include "runtime/signals.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <condition_variable>
#include <functional>
#include <mutex>

#include <boost/test/unit_test.hpp>

namespace vedette::runtime {
namespace {

/// Waits at most 20 s for a stop; false when none came.
bool stopped(const std::stop_token& token) {
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock(mutex);
  never.wait_for(lock, token, std::chrono::seconds(20), [&] { return token.stop_requested(); });
  return token.stop_requested();
}

/// The exit code of a process of its own that runs `body`, -1 when a signal ended it.
int exit_code_of(const std::function<int()>& body) {
  const pid_t child = ::fork();
  if (child == 0) {
    ::alarm(30);
    ::close(STDERR_FILENO);
    ::_exit(body());
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

BOOST_AUTO_TEST_SUITE(signals)

BOOST_AUTO_TEST_CASE(sigterm_and_sigint_request_a_stop) {
  for (const int number : {SIGTERM, SIGINT}) {
    BOOST_TEST(exit_code_of([number] {
                 const StopSignals signals;
                 ::kill(::getpid(), number);
                 return stopped(signals.token()) ? 0 : 9;
               }) == 0);
  }
}

BOOST_AUTO_TEST_CASE(second_signal_ends_the_process_at_once_with_3) {
  BOOST_TEST(exit_code_of([] {
               const StopSignals signals;
               ::kill(::getpid(), SIGTERM);
               if (!stopped(signals.token())) return 9;
               ::kill(::getpid(), SIGTERM);
               const std::stop_source never;
               static_cast<void>(stopped(never.get_token()));
               return 8;
             }) == 3);
}

BOOST_AUTO_TEST_CASE(write_to_a_closed_pipe_is_an_error_and_no_death) {
  BOOST_TEST(exit_code_of([] {
               const StopSignals signals;
               std::array<int, 2> ends{};
               if (::pipe(ends.data()) != 0) return 9;
               ::close(ends[0]);
               return ::write(ends[1], "x", 1) == -1 ? 0 : 8;
             }) == 0);
}

BOOST_AUTO_TEST_CASE(stop_can_be_requested_from_inside) {
  StopSignals signals;
  BOOST_TEST(!signals.token().stop_requested());
  signals.request_stop();
  BOOST_TEST(signals.token().stop_requested());
}

BOOST_AUTO_TEST_CASE(signal_mask_comes_back_at_the_end) {
  sigset_t before;
  pthread_sigmask(SIG_SETMASK, nullptr, &before);
  {
    const StopSignals signals;
  }
  sigset_t after;
  pthread_sigmask(SIG_SETMASK, nullptr, &after);
  BOOST_TEST(sigismember(&after, SIGTERM) == sigismember(&before, SIGTERM));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::runtime
