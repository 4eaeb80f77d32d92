#include "support/promtool.hpp"

#include <chrono>
#include <fstream>

#include "support/child_process.hpp"
#include "support/temporary_directory.hpp"

namespace vedette::test {

std::string promtool_faults(const std::string& answer) {
  const std::size_t head = answer.find("\r\n\r\n");
  if (!answer.starts_with("HTTP/1.1 200") || head == std::string::npos ||
      answer.find("# TYPE ", head) == std::string::npos) {
    return "no page of metrics: " + answer.substr(0, 200);
  }
  const TemporaryDirectory directory("promtool");
  const auto file = directory.path() / "page";
  std::ofstream(file) << answer.substr(head + 4);
  const Finished finished =
      run_to_end("promtool", {.arguments = {"check", "metrics"}, .stdin_file = file},
                 std::chrono::seconds(60));
  std::string said = finished.standard_output + finished.standard_error;
  if (finished.status.code == 0) return said;
  return said.empty() ? "promtool failed without a word" : said;
}

}  // namespace vedette::test
