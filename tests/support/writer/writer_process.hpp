#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "support/child_process.hpp"
#include "support/temporary_directory.hpp"
#include "support/wait_until.hpp"

namespace vedette::test {

/// A `vedette-writer run` of the test's own, with its log in a temporary directory. Not
/// thread-safe; see ChildProcess on the thread that constructs it.
class WriterProcess {
 public:
  /// Further arguments go after those for the database and the broker.
  WriterProcess(const std::filesystem::path& program, const std::string& database_uri,
                const std::string& brokers, std::vector<std::string> arguments = {});

  [[nodiscard]] ChildProcess& child() { return *child_; }

  /// The value of a metric, "name" or "name{label=\"x\"}"; 0 when it does not answer.
  [[nodiscard]] double metric(const std::string& name);
  /// What a path of the admin server answers, head and body; empty when it does not answer.
  [[nodiscard]] std::string get(const std::string& path);
  [[nodiscard]] std::string log() const;

 private:
  [[nodiscard]] int port();

  TemporaryDirectory directory_;
  int port_ = 0;
  std::unique_ptr<ChildProcess> child_;
};

}  // namespace vedette::test
