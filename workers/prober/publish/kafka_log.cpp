#include "prober/publish/kafka_log.hpp"

#include "runtime/logging.hpp"

namespace vedette::prober {
namespace {

runtime::LogLevel translate(kafka::LogLevel level) {
  switch (level) {
    case kafka::LogLevel::Debug:
      return runtime::LogLevel::Debug;
    case kafka::LogLevel::Info:
      return runtime::LogLevel::Info;
    case kafka::LogLevel::Warning:
      return runtime::LogLevel::Warning;
    case kafka::LogLevel::Error:
      return runtime::LogLevel::Error;
  }
  return runtime::LogLevel::Error;
}

}  // namespace

void log_kafka(kafka::LogLevel level, std::string_view message, std::string_view detail) {
  runtime::log(translate(level), message, {{"detail", detail}});
}

}  // namespace vedette::prober
