#pragma once

#include <sys/types.h>

#include <string>

namespace vedette::test {

/// Holds one thread of a child still, by ptrace, while the child's other threads go on: a thread
/// that hangs. It is caught where it next writes into a descriptor, in the middle of its work and
/// not where it waits for some: librdkafka forgives whoever hangs inside a poll. The destructor
/// lets it go on. Both must run on the same thread of the test.
class FrozenThread {
 public:
  /// `name`: as in /proc/PID/task/*/comm. Throws std::runtime_error when there is no such thread,
  /// or it writes nothing within 20 s; std::system_error when it may not be traced (a child may).
  FrozenThread(pid_t process, const std::string& name);
  ~FrozenThread();
  FrozenThread(const FrozenThread&) = delete;
  FrozenThread& operator=(const FrozenThread&) = delete;

 private:
  pid_t thread_;
};

}  // namespace vedette::test
