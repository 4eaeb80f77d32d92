#include "chart.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <utility>

#include "support/hack_script.hpp"
#include "support/paths.hpp"

namespace vedette::test {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kValuesEnding = "-values.yaml";

/// The first call on a machine builds it, which takes minutes.
const std::filesystem::path& helm_program() {
  static const std::filesystem::path program =
      std::filesystem::path(run_hack_script("kube", {.arguments = {"build"}}, 40min)) / "helm";
  return program;
}

}  // namespace

std::filesystem::path chart_dir() { return source_dir() / "charts/vedette"; }

std::vector<std::string> values_names() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(chart_dir() / "ci")) {
    std::string name = entry.path().filename();
    if (!name.ends_with(kValuesEnding)) continue;
    names.push_back(name.substr(0, name.size() - kValuesEnding.size()));
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::filesystem::path values_file(const std::string& name) {
  return chart_dir() / "ci" / (name + std::string(kValuesEnding));
}

std::string read_file(const std::filesystem::path& file) {
  const std::ifstream in(file);
  if (!in) throw std::runtime_error("cannot read " + file.string());
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

Finished helm(std::vector<std::string> arguments) {
  return run_to_end(helm_program(), {.arguments = std::move(arguments)}, 60s);
}

Finished render(std::vector<std::string> arguments) {
  const std::vector<std::string> command{"template",    "vedette", chart_dir().string(),
                                         "--namespace", "vedette", "--kube-version",
                                         "1.35.0"};
  arguments.insert(arguments.begin(), command.begin(), command.end());
  return helm(std::move(arguments));
}

std::string rendered(const std::string& name) {
  std::vector<std::string> arguments{"--values", values_file(name).string()};
  // A file that speaks of monitoring is for a cluster that has it.
  if (read_file(values_file(name)).find("\nmonitoring:") != std::string::npos) {
    for (const char* kind : {"PodMonitor", "PrometheusRule"}) {
      arguments.insert(arguments.end(),
                       {"--api-versions", std::string("monitoring.coreos.com/v1/") + kind});
    }
  }
  auto finished = render(std::move(arguments));
  if (finished.status.code != 0) {
    throw std::runtime_error("helm cannot render " + name + ": " + finished.standard_error);
  }
  return std::move(finished.standard_output);
}

}  // namespace vedette::test
