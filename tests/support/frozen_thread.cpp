#include "support/frozen_thread.hpp"

#include <sys/ptrace.h>
#include <sys/wait.h>

#include <cerrno>
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

[[noreturn]] void throw_errno(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

}  // namespace

FrozenThread::FrozenThread(pid_t process, const std::string& name)
    : thread_(find_thread(process, name)) {
  if (ptrace(PTRACE_SEIZE, thread_, nullptr, nullptr) != 0) throw_errno("cannot trace a thread");
  if (ptrace(PTRACE_INTERRUPT, thread_, nullptr, nullptr) != 0) throw_errno("cannot stop a thread");
  int status = 0;
  if (waitpid(thread_, &status, __WALL) != thread_) throw_errno("cannot wait for a stopped thread");
}

// Nothing to do when it has been killed meanwhile.
FrozenThread::~FrozenThread() { ptrace(PTRACE_DETACH, thread_, nullptr, nullptr); }

}  // namespace vedette::test
