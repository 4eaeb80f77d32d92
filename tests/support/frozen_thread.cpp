#include "support/frozen_thread.hpp"

#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <stdexcept>
#include <system_error>

#include "support/first_line.hpp"

namespace vedette::test {
namespace {

pid_t find_thread(pid_t process, const std::string& name) {
  const auto tasks = std::filesystem::path("/proc") / std::to_string(process) / "task";
  for (const auto& task : std::filesystem::directory_iterator(tasks)) {
    if (first_line(task.path() / "comm") == name) return std::stoi(task.path().filename());
  }
  throw std::runtime_error("process " + std::to_string(process) + " has no thread " + name);
}

constexpr std::chrono::seconds kPatience(20);

void require(bool done, const char* what) {
  if (!done) throw std::system_error(errno, std::generic_category(), what);
}

/// Lets a stopped thread run to the next border of a system call; false when it stopped for
/// something else.
bool run_to_system_call(pid_t thread) {
  require(ptrace(PTRACE_SYSCALL, thread, nullptr, nullptr) == 0, "cannot let a thread run");
  int status = 0;
  require(waitpid(thread, &status, __WALL) == thread, "cannot wait for a thread");
  return WIFSTOPPED(status) && WSTOPSIG(status) == (SIGTRAP | 0x80);  // PTRACE_O_TRACESYSGOOD
}

bool is_about_to_write(pid_t thread) {
  __ptrace_syscall_info call{};
  require(ptrace(PTRACE_GET_SYSCALL_INFO, thread, sizeof(call), &call) > 0,
          "cannot see what a thread does");
  return call.op == PTRACE_SYSCALL_INFO_ENTRY && call.entry.nr == SYS_write;
}

}  // namespace

FrozenThread::FrozenThread(pid_t process, const std::string& name)
    : thread_(find_thread(process, name)) {
  require(ptrace(PTRACE_SEIZE, thread_, nullptr, PTRACE_O_TRACESYSGOOD) == 0,
          "cannot trace a thread");
  require(ptrace(PTRACE_INTERRUPT, thread_, nullptr, nullptr) == 0, "cannot stop a thread");
  int status = 0;
  require(waitpid(thread_, &status, __WALL) == thread_, "cannot wait for a stopped thread");
  const auto end = std::chrono::steady_clock::now() + kPatience;
  while (!run_to_system_call(thread_) || !is_about_to_write(thread_)) {
    if (std::chrono::steady_clock::now() < end) continue;
    ptrace(PTRACE_DETACH, thread_, nullptr, nullptr);
    throw std::runtime_error("the thread " + name + " writes nothing");
  }
}

// Fails when the process was killed meanwhile, and then there is nothing to do.
FrozenThread::~FrozenThread() { ptrace(PTRACE_DETACH, thread_, nullptr, nullptr); }

}  // namespace vedette::test
