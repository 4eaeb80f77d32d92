#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

#include "runtime/metrics.hpp"

namespace vedette::runtime {
namespace {

using prometheus::MetricFamily;
using prometheus::MetricType;

void add(std::vector<MetricFamily>& families, const char* name, const char* help, MetricType type,
         double value) {
  prometheus::ClientMetric metric;
  (type == MetricType::Counter ? metric.counter.value : metric.gauge.value) = value;
  families.push_back({name, help, type, {metric}});
}

/// The fields of proc(5)'s /proc/self/stat from the third on, i.e. after "pid (command)".
std::vector<double> read_stat() {
  std::ifstream file("/proc/self/stat");
  std::string text;
  std::getline(file, text);
  const std::size_t end_of_command = text.rfind(')');
  std::vector<double> fields;
  if (end_of_command == std::string::npos) return fields;
  std::istringstream rest(text.substr(end_of_command + 1));
  std::string state;
  rest >> state;
  for (double field = 0; rest >> field;) fields.push_back(field);
  return fields;
}

/// Unix time at which the machine started, from the "btime" line of /proc/stat.
std::optional<double> boot_time() {
  std::ifstream file("/proc/stat");
  for (std::string word; file >> word;) {
    double seconds = 0;
    if (word == "btime" && file >> seconds) return seconds;
  }
  return std::nullopt;
}

std::optional<double> open_descriptors() {
  std::error_code error;
  double count = -1;  // the iterator's own
  for (std::filesystem::directory_iterator entry("/proc/self/fd", error), end;
       !error && entry != end; entry.increment(error)) {
    ++count;
  }
  if (error) return std::nullopt;
  return count;
}

// Places in proc(5)'s numbering, less the four fields that read_stat leaves out.
constexpr std::size_t kUserTicks = 14 - 4;
constexpr std::size_t kSystemTicks = 15 - 4;
constexpr std::size_t kStartTicks = 22 - 4;
constexpr std::size_t kVirtualBytes = 23 - 4;
constexpr std::size_t kResidentPages = 24 - 4;

void add_stat(std::vector<MetricFamily>& families) {
  const std::vector<double> stat = read_stat();
  if (stat.size() <= kResidentPages) return;
  const auto ticks = static_cast<double>(::sysconf(_SC_CLK_TCK));
  const auto page = static_cast<double>(::sysconf(_SC_PAGESIZE));
  add(families, "process_cpu_seconds_total", "CPU time used, user and system.", MetricType::Counter,
      (stat[kUserTicks] + stat[kSystemTicks]) / ticks);
  add(families, "process_resident_memory_bytes", "Resident memory.", MetricType::Gauge,
      stat[kResidentPages] * page);
  add(families, "process_virtual_memory_bytes", "Virtual memory.", MetricType::Gauge,
      stat[kVirtualBytes]);
  if (const auto boot = boot_time()) {
    add(families, "process_start_time_seconds", "Unix time at which the process started.",
        MetricType::Gauge, *boot + stat[kStartTicks] / ticks);
  }
}

}  // namespace

std::vector<MetricFamily> ProcessMetrics::Collect() const {
  std::vector<MetricFamily> families;
  add_stat(families);
  if (const auto open = open_descriptors()) {
    add(families, "process_open_fds", "Open file descriptors.", MetricType::Gauge, *open);
  }
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    add(families, "process_max_fds", "Most file descriptors that may be open.", MetricType::Gauge,
        static_cast<double>(limit.rlim_cur));
  }
  return families;
}

}  // namespace vedette::runtime
