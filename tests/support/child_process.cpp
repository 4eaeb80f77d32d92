#include "support/child_process.hpp"

#include <fcntl.h>
#include <linux/close_range.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <system_error>

#include "support/temporary_directory.hpp"

namespace vedette::test {
namespace {

[[noreturn]] void throw_errno(int error, const std::string& what) {
  throw std::system_error(error, std::generic_category(), what);
}

/// A descriptor that closes itself; exec closes it too.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  [[nodiscard]] int get() const { return fd_; }
  void close() {
    if (fd_ >= 0) {
      ::close(fd_);
    }
    fd_ = -1;
  }

 private:
  int fd_;
};

int open_file(const std::filesystem::path& file, int mode) {
  const int fd = ::open(file.c_str(), mode | O_CLOEXEC, 0644);
  if (fd < 0) throw_errno(errno, "cannot open " + file.string() + " for a child");
  return fd;
}

/// The file, or a copy of the test's own descriptor when there is none.
int open_output(const std::filesystem::path& file, int own) {
  if (!file.empty()) return open_file(file, O_WRONLY | O_CREAT | O_APPEND);
  const int fd = ::fcntl(own, F_DUPFD_CLOEXEC, 0);
  if (fd < 0) throw_errno(errno, "cannot share the test's output with a child");
  return fd;
}

std::vector<std::string> merged_environment(const std::map<std::string, std::string>& added) {
  std::vector<std::string> all;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text(*entry);
    if (!added.contains(text.substr(0, text.find('=')))) {
      all.push_back(text);
    }
  }
  for (const auto& [name, value] : added) {
    all.push_back(name);
    all.back() += '=' + value;
  }
  return all;
}

std::vector<char*> pointers(std::vector<std::string>& strings) {
  std::vector<char*> all;
  all.reserve(strings.size() + 1);
  for (auto& text : strings) all.push_back(text.data());
  all.push_back(nullptr);
  return all;
}

struct Image {
  char* const* arguments;
  char* const* environment;
  int input;
  int output;
  int error;
  int report;  ///< where errno goes when the program cannot be executed
  pid_t parent;
};

/// The child between fork and exec: only calls that are safe there. posix_spawn has
/// no way to ask for a parent-death signal.
[[noreturn]] void become(const Image& image) {
  sigset_t none;
  ::sigemptyset(&none);
  ::pthread_sigmask(SIG_SETMASK, &none, nullptr);
  ::signal(SIGPIPE, SIG_DFL);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() == image.parent && ::dup2(image.input, STDIN_FILENO) >= 0 &&
      ::dup2(image.output, STDOUT_FILENO) >= 0 && ::dup2(image.error, STDERR_FILENO) >= 0 &&
      ::close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC) == 0) {
    ::execvpe(image.arguments[0], image.arguments, image.environment);
  }
  const int error = errno;
  [[maybe_unused]] const auto written = ::write(image.report, &error, sizeof error);
  ::_exit(127);
}

ExitStatus decode(int status) {
  return WIFSIGNALED(status) ? ExitStatus{.code = {}, .signal = WTERMSIG(status)}
                             : ExitStatus{.code = WEXITSTATUS(status), .signal = {}};
}

std::string read_all(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

}  // namespace

ChildProcess::ChildProcess(const std::filesystem::path& program, ChildOptions options) {
  auto argument_texts = std::move(options.arguments);
  argument_texts.insert(argument_texts.begin(), program.string());
  auto environment_texts = merged_environment(options.environment);
  const auto arguments = pointers(argument_texts);
  const auto environment = pointers(environment_texts);

  const Descriptor input(
      open_file(options.stdin_file.empty() ? "/dev/null" : options.stdin_file, O_RDONLY));
  const Descriptor output(open_output(options.stdout_file, STDOUT_FILENO));
  const Descriptor error(open_output(options.stderr_file, STDERR_FILENO));
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) {
    throw_errno(errno, "cannot make a pipe");
  }
  const Descriptor report_reader(ends[0]);
  Descriptor report_writer(ends[1]);

  const pid_t parent = ::getpid();
  pid_ = ::fork();
  if (pid_ < 0) {
    throw_errno(errno, "cannot fork for " + program.string());
  }
  if (pid_ == 0) {
    become({.arguments = arguments.data(),
            .environment = environment.data(),
            .input = input.get(),
            .output = output.get(),
            .error = error.get(),
            .report = report_writer.get(),
            .parent = parent});
  }
  report_writer.close();  // now the read below ends at exec, or with the child's errno
  int failure = 0;
  if (::read(report_reader.get(), &failure, sizeof failure) == sizeof failure) {
    ::waitpid(pid_, nullptr, 0);
    throw_errno(failure, "cannot execute " + program.string());
  }
  // glibc 2.36 declares pidfd_open for C only.
  pid_fd_ = static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0));
  if (pid_fd_ < 0) {
    const int reason = errno;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    throw_errno(reason, "cannot watch the process of " + program.string());
  }
}

ChildProcess::~ChildProcess() {
  if (!status_) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  ::close(pid_fd_);
}

bool ChildProcess::running() { return !wait_for(std::chrono::milliseconds(0)); }

void ChildProcess::signal(int number) {
  if (!status_) {  // until it was waited for, the pid cannot belong to anybody else
    ::kill(pid_, number);
  }
}

std::optional<ExitStatus> ChildProcess::wait_for(std::chrono::milliseconds deadline) {
  const auto end = std::chrono::steady_clock::now() + deadline;
  while (!status_) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(
        std::max(end - std::chrono::steady_clock::now(), std::chrono::steady_clock::duration(0)));
    pollfd watched{.fd = pid_fd_, .events = POLLIN, .revents = 0};
    const int ready = ::poll(&watched, 1, static_cast<int>(left.count()));
    if (ready > 0) {
      int status = 0;
      ::waitpid(pid_, &status, 0);
      status_ = decode(status);
    } else if (ready == 0) {
      return std::nullopt;
    } else if (errno != EINTR) {
      throw_errno(errno, "cannot wait for a child process");
    }
  }
  return status_;
}

ExitStatus ChildProcess::terminate(std::chrono::milliseconds grace) {
  signal(SIGTERM);
  if (!wait_for(grace)) {
    signal(SIGKILL);
  }
  return wait_for(std::chrono::minutes(1)).value();
}

Finished run_to_end(const std::filesystem::path& program, ChildOptions options,
                    std::chrono::milliseconds deadline) {
  const TemporaryDirectory outputs("vedette-run");
  options.stdout_file = outputs.path() / "stdout";
  options.stderr_file = outputs.path() / "stderr";
  const auto name = program.filename().string();
  ChildProcess child(program, options);
  const auto status = child.wait_for(deadline);
  if (!status) {
    throw std::runtime_error(name + " did not end within " + std::to_string(deadline.count()) +
                             " ms; it wrote: " + read_all(options.stderr_file));
  }
  return {.status = *status,
          .standard_output = read_all(options.stdout_file),
          .standard_error = read_all(options.stderr_file)};
}

}  // namespace vedette::test
