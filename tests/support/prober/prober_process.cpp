#include "support/prober/prober_process.hpp"

#include <chrono>
#include <condition_variable>
#include <fstream>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <utility>

#include <boost/json/parse.hpp>

#include "support/http_get.hpp"
#include "support/paths.hpp"

namespace vedette::test {
namespace {

constexpr std::chrono::seconds kLookFor(60);

/// Looks again each 20 ms until `found` is not empty.
template <typename Look>
auto wait_until_found(const std::string& what, Look look) {
  const auto end = std::chrono::steady_clock::now() + kLookFor;
  std::mutex mutex;
  std::condition_variable never;
  std::unique_lock lock(mutex);
  while (std::chrono::steady_clock::now() < end) {
    if (auto found = look()) return *found;
    never.wait_for(lock, std::chrono::milliseconds(20));
  }
  throw std::runtime_error("waited in vain for " + what);
}

ChildOptions child_options(std::vector<std::string> arguments, const std::filesystem::path& log) {
  for (const char* each : {"--listen", "127.0.0.1:0", "--log-format", "json"}) {
    arguments.emplace_back(each);
  }
  return {.arguments = std::move(arguments), .stderr_file = log};
}

}  // namespace

ProberProcess::ProberProcess(std::vector<std::string> arguments, std::filesystem::path log)
    : log_(std::move(log)), child_(prober_program(), child_options(std::move(arguments), log_)) {}

std::string ProberProcess::wait_for_log(const std::string& message, std::size_t times) {
  return wait_until_found("\"" + message + "\" in the log", [&]() -> std::optional<std::string> {
    std::ifstream log(log_);
    std::size_t seen = 0;
    for (std::string line; std::getline(log, line);) {
      if (line.find("\"" + message + "\"") != std::string::npos && ++seen == times) return line;
    }
    return std::nullopt;
  });
}

std::size_t ProberProcess::times_logged(const std::string& message) const {
  std::ifstream log(log_);
  std::size_t seen = 0;
  for (std::string line; std::getline(log, line);) {
    if (line.find("\"" + message + "\"") != std::string::npos) ++seen;
  }
  return seen;
}

std::string ProberProcess::page(const std::string& path) {
  const auto line = boost::json::parse(wait_for_log("Listening for metrics and health"));
  return http_get(static_cast<int>(line.at("port").as_int64()), path);
}

double ProberProcess::metric(const std::string& series) {
  const std::string metrics = page("/metrics");
  const std::size_t at = metrics.find("\n" + series + " ");
  if (at == std::string::npos) throw std::runtime_error(series + " is not in " + metrics);
  return std::stod(metrics.substr(at + series.size() + 2));
}

}  // namespace vedette::test
