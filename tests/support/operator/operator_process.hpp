#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "support/child_process.hpp"
#include "support/temporary_directory.hpp"

namespace vedette::test {

/// A `vedette-operator run` of the test's own on a free port, with its log in a temporary
/// directory. Not thread-safe; see ChildProcess on the thread that constructs it.
class OperatorProcess {
 public:
  /// `arguments` say where the API server is; --listen and the log's form are added.
  explicit OperatorProcess(std::vector<std::string> arguments);

  [[nodiscard]] ChildProcess& child() { return *child_; }

  /// The value of a metric, "name" or "name{label=\"x\"}"; 0 when it does not answer.
  [[nodiscard]] double metric(const std::string& name);
  /// The sum of all series of a metric.
  [[nodiscard]] double sum(const std::string& name);
  /// What a path of the admin server answers, head and body; empty when it does not answer.
  [[nodiscard]] std::string get(const std::string& path);
  [[nodiscard]] bool ready() { return get("/readyz").find("200 OK") != std::string::npos; }
  [[nodiscard]] std::string log() const;

 private:
  [[nodiscard]] int port();

  TemporaryDirectory directory_;
  int port_ = 0;
  std::unique_ptr<ChildProcess> child_;
};

}  // namespace vedette::test
