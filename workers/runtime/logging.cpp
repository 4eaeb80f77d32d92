#include "runtime/logging.hpp"

#include <unistd.h>

#include <exception>
#include <memory>

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace vedette::runtime {
namespace {

// The one logger of the process lives in spdlog's registry; its name tells the format.
constexpr const char* kJson = "json";
constexpr const char* kTextFormat = "text";

spdlog::level::level_enum to_spdlog(LogLevel level) {
  switch (level) {
    case LogLevel::Debug:
      return spdlog::level::debug;
    case LogLevel::Info:
      return spdlog::level::info;
    case LogLevel::Warning:
      return spdlog::level::warn;
    case LogLevel::Error:
      return spdlog::level::err;
  }
  return spdlog::level::info;
}

}  // namespace

void set_up_logging(const LogOptions& options) {
  const bool text = options.format == LogFormat::Text ||
                    (options.format == LogFormat::Auto && ::isatty(STDERR_FILENO) == 1);
  auto logger = std::make_shared<spdlog::logger>(text ? kTextFormat : kJson,
                                                 std::make_shared<spdlog::sinks::stderr_sink_mt>());
  // The line is made here, because a pattern does not escape what it inserts.
  logger->set_pattern("%v");
  logger->set_level(to_spdlog(options.level));
  spdlog::set_default_logger(std::move(logger));
}

void log(LogLevel level, std::string_view message, LogFields fields) noexcept {
  try {
    spdlog::logger& logger = *spdlog::default_logger_raw();
    if (!logger.should_log(to_spdlog(level))) return;
    const SystemTime now = RealClock().system_now();
    const bool text = logger.name() == kTextFormat;
    const std::string line = text ? to_text_line(now, level, message, fields)
                                  : to_json_line(now, level, message, fields);
    logger.log(to_spdlog(level), spdlog::string_view_t(line));
    // NOLINTNEXTLINE(bugprone-empty-catch): nowhere to report it, and a lost line ends no prober.
  } catch (const std::exception&) {
  }
}

}  // namespace vedette::runtime
