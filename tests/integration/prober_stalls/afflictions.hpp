#pragma once

#include <sched.h>
#include <sys/resource.h>

#include <atomic>
#include <filesystem>
#include <iterator>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace vedette::test {

inline std::vector<pid_t> threads_of(pid_t process) {
  std::vector<pid_t> threads;
  const auto tasks = "/proc/" + std::to_string(process) + "/task";
  for (const auto& entry : std::filesystem::directory_iterator(tasks)) {
    threads.push_back(std::stoi(entry.path().filename()));
  }
  return threads;
}

/// A core kept busy by threads that count more than the pinned process, as nice as can be: what a
/// neighbour of higher priority does. Needs no privilege.
class BusyCore {
 public:
  explicit BusyCore(pid_t process) : process_(process) {
    BOOST_REQUIRE(::sched_getaffinity(0, sizeof allowed_, &allowed_) == 0);
    int core = 0;
    while (!CPU_ISSET(core, &allowed_)) ++core;
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(core, &one);
    for (const pid_t thread : threads_of(process)) {
      BOOST_REQUIRE(::sched_setaffinity(thread, sizeof one, &one) == 0);
      BOOST_REQUIRE(::setpriority(PRIO_PROCESS, static_cast<id_t>(thread), 19) == 0);
    }
    for (int i = 0; i < 8; ++i) {
      spinners_.emplace_back([one](const std::stop_token& stop) {
        ::sched_setaffinity(0, sizeof one, &one);
        std::atomic<unsigned> turns = 0;
        while (!stop.stop_requested()) ++turns;
      });
    }
  }

  BusyCore(const BusyCore&) = delete;
  BusyCore& operator=(const BusyCore&) = delete;
  ~BusyCore() {
    for (const pid_t thread : threads_of(process_)) {
      (void)::sched_setaffinity(thread, sizeof allowed_, &allowed_);
    }
  }

 private:
  pid_t process_;
  cpu_set_t allowed_{};
  std::vector<std::jthread> spinners_;
};

inline std::size_t open_descriptors(pid_t process) {
  const auto all = std::filesystem::directory_iterator("/proc/" + std::to_string(process) + "/fd");
  return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

/// Lets a process open no descriptor from number `most` on, until destroyed.
class FewDescriptors {
 public:
  FewDescriptors(pid_t process, std::size_t most) : process_(process) {
    BOOST_REQUIRE(::prlimit(process_, RLIMIT_NOFILE, nullptr, &before_) == 0);
    const rlimit few{most, before_.rlim_max};
    BOOST_REQUIRE(::prlimit(process_, RLIMIT_NOFILE, &few, nullptr) == 0);
  }
  FewDescriptors(const FewDescriptors&) = delete;
  FewDescriptors& operator=(const FewDescriptors&) = delete;
  ~FewDescriptors() { (void)::prlimit(process_, RLIMIT_NOFILE, &before_, nullptr); }

 private:
  pid_t process_;
  rlimit before_{};
};

}  // namespace vedette::test
