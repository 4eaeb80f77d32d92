#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "support/child_process.hpp"

namespace vedette::test {

/// A `vedette-prober run` beside the test, its log (JSON lines) in a file of its own. What does not
/// happen within a minute throws std::runtime_error.
class ProberProcess {
 public:
  /// `arguments`: all but those about the log and the admin server's address.
  ProberProcess(std::vector<std::string> arguments, std::filesystem::path log);

  [[nodiscard]] ChildProcess& child() { return child_; }

  /// Waits until the log has such a message, `times` times; returns the latest line.
  std::string wait_for_log(const std::string& message, std::size_t times = 1);

  /// How often the log has such a message by now.
  [[nodiscard]] std::size_t times_logged(const std::string& message) const;

  /// The page of the admin server, head and all.
  std::string page(const std::string& path);
  /// The value of one series of /metrics, its labels as they stand there.
  double metric(const std::string& series);

 private:
  std::filesystem::path log_;
  ChildProcess child_;
};

}  // namespace vedette::test
