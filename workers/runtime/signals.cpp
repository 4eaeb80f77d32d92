#include "runtime/signals.hpp"

#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <cstring>

#include "base/require.hpp"
#include "runtime/exit_code.hpp"
#include "runtime/logging.hpp"

namespace vedette::runtime {
namespace {

sigset_t stop_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  return set;
}

}  // namespace

StopSignals::StopSignals() : end_(::eventfd(0, EFD_CLOEXEC)) {
  ::signal(SIGPIPE, SIG_IGN);
  const sigset_t set = stop_signals();
  require(pthread_sigmask(SIG_BLOCK, &set, &old_mask_) == 0, "the signal mask can be set");
  signals_ = ::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
  require(signals_ >= 0 && end_ >= 0, "two descriptors are free at start");
  thread_ = std::jthread([this] { watch(); });
  pthread_setname_np(thread_.native_handle(), "signals");
}

StopSignals::~StopSignals() {
  const std::uint64_t one = 1;
  require(::write(end_, &one, sizeof one) == sizeof one, "an eventfd takes a write");
  thread_.join();
  ::close(signals_);
  ::close(end_);
  pthread_sigmask(SIG_SETMASK, &old_mask_, nullptr);
}

void StopSignals::watch() {
  std::array<pollfd, 2> watched{{{signals_, POLLIN, 0}, {end_, POLLIN, 0}}};
  for (;;) {
    if (::poll(watched.data(), watched.size(), -1) < 0) continue;  // EINTR
    if (watched[1].revents != 0) return;
    signalfd_siginfo info{};
    if (::read(signals_, &info, sizeof info) != sizeof info) continue;
    const char* name = info.ssi_signo == SIGTERM ? "SIGTERM" : "SIGINT";
    if (!source_.request_stop()) {
      log_warning("Ended at once", {{"signal", name}});
      std::_Exit(to_int(ExitCode::Failed));
    }
    log_info("Began to stop", {{"signal", name}});
  }
}

}  // namespace vedette::runtime
