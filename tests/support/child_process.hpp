#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace vedette::test {

/// How a process ended: by itself with a code, or by a signal. One of the two is set.
struct ExitStatus {
  std::optional<int> code;
  std::optional<int> signal;

  bool operator==(const ExitStatus&) const = default;
};

/// What a child is started with.
struct ChildOptions {
  /// argv[1] and on.
  std::vector<std::string> arguments = {};
  /// Added to the test's own environment; an entry here wins over it.
  std::map<std::string, std::string> environment = {};
  /// Files that the child's output is appended to. Empty: the test's own output.
  std::filesystem::path stdout_file = {};
  std::filesystem::path stderr_file = {};
  /// File that the child reads. Empty: /dev/null.
  std::filesystem::path stdin_file = {};
};

/// A program that runs beside the test and never outlives it: the destructor
/// kills and reaps it, and the kernel kills it (SIGKILL) when the test itself is
/// killed. That promise of the kernel's is bound to the *thread* that
/// constructed the object, which therefore must live as long as the child.
/// Not thread-safe.
class ChildProcess {
 public:
  /// Starts `program`, looked up in $PATH when it has no slash.
  /// Throws std::system_error when it cannot be executed.
  explicit ChildProcess(const std::filesystem::path& program, ChildOptions options = {});
  ~ChildProcess();

  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  /// The child's process id; it stays reserved until the child was waited for.
  [[nodiscard]] pid_t pid() const { return pid_; }

  /// Whether it has not ended yet (a stopped child still runs).
  [[nodiscard]] bool running();

  /// Sends a signal (SIGTERM, SIGKILL, SIGSTOP, SIGCONT, …); nothing when it has ended.
  void signal(int number);

  /// Waits until the child has ended, at most for `deadline`; nullopt when it still
  /// runs then. Once ended, every further call returns the same status at once.
  [[nodiscard]] std::optional<ExitStatus> wait_for(std::chrono::milliseconds deadline);

  /// SIGTERM, then SIGKILL when the child has not ended after `grace`.
  ExitStatus terminate(std::chrono::milliseconds grace);

 private:
  pid_t pid_ = -1;
  int pid_fd_ = -1;
  std::optional<ExitStatus> status_;
};

/// What a program that ran to its end left behind.
struct Finished {
  ExitStatus status;
  std::string standard_output;
  std::string standard_error;
};

/// Runs `program` to its end and collects what it wrote. `options`' output files
/// are not used. Throws std::runtime_error when it takes longer than `deadline`.
[[nodiscard]] Finished run_to_end(const std::filesystem::path& program, ChildOptions options,
                                  std::chrono::milliseconds deadline);

}  // namespace vedette::test
