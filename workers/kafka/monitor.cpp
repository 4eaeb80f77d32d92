#include "kafka/monitor.hpp"

#include <utility>

namespace vedette::kafka {
namespace {

constexpr int kWarningSeverity = 4;  // LOG_WARNING of syslog(3)

std::string explain_authentication(std::string_view detail, const Settings& settings) {
  std::string text = "the Kafka broker refused user " + settings.username + " (" +
                     std::string(detail) +
                     "): check --kafka-username, --kafka-password-file and "
                     "--kafka-sasl-mechanism";
  if (settings.sasl_mechanism != SaslMechanism::Plain) {
    text += "; SCRAM with Kafka 4 needs librdkafka 2.6.1 or newer";
  }
  return text;
}

}  // namespace

std::string explain(Trouble trouble, std::string_view detail, const Settings& settings) {
  const std::string quoted = " (" + std::string(detail) + ")";
  switch (trouble) {
    case Trouble::Transport:
      return "cannot talk to Kafka at " + settings.brokers + quoted +
             ": check --kafka-brokers, --kafka-security and that the broker runs";
    case Trouble::Authentication:
      return explain_authentication(detail, settings);
    case Trouble::Tls:
      return "TLS with Kafka at " + settings.brokers + " failed" + quoted +
             ": check --kafka-ca, --kafka-cert, --kafka-key and the name in --kafka-brokers";
    case Trouble::Permission:
      return "Kafka does not permit this" + quoted + ": give the user the rights it needs";
    case Trouble::MissingTopic:
      return "a topic is missing in Kafka" + quoted +
             ": create it or set --kafka-create-topics=true";
    case Trouble::Other:
      return "Kafka at " + settings.brokers + " failed" + quoted;
  }
  return "";
}

void Monitor::on_error(Trouble trouble, std::string_view detail) {
  {
    const std::lock_guard lock(mutex_);
    reason_ = explain(trouble, detail, settings_);
  }
  log_(LogLevel::Debug, "Kafka client met an error", detail);
}

void Monitor::on_all_brokers_down() {
  const std::lock_guard lock(mutex_);
  up_ = false;
}

void Monitor::set_obstacle(Trouble trouble, std::string_view detail) {
  const std::lock_guard lock(mutex_);
  obstacle_ = explain(trouble, detail, settings_);
}

void Monitor::clear_obstacle() {
  const std::lock_guard lock(mutex_);
  obstacle_.clear();
}

void Monitor::on_statistics(std::string_view json) {
  std::optional<Statistics> parsed = parse_statistics(json);
  if (!parsed) return;
  const std::lock_guard lock(mutex_);
  up_ = parsed->brokers_up > 0;
  if (up_) {
    ever_up_ = true;
    reason_.clear();  // of another time
  }
  statistics_ = std::move(*parsed);
}

void Monitor::on_new_client() {
  const std::lock_guard lock(mutex_);
  before_.retries += statistics_.retries;
  before_.transmitted_bytes += statistics_.transmitted_bytes;
  statistics_ = {};
}

void Monitor::on_log(int severity, std::string_view facility, std::string_view text) {
  if (text.find("not compressing") != std::string_view::npos) {
    {
      const std::lock_guard lock(mutex_);
      ++uncompressed_;
    }
    log_(LogLevel::Warning, "Kafka client sends without compression", text);
    return;
  }
  // Connection failures also come as errors and then show in connection(): no line for each try.
  const bool known = facility == "FAIL" || facility == "ERROR";
  const LogLevel level =
      severity <= kWarningSeverity && !known ? LogLevel::Warning : LogLevel::Debug;
  log_(level, "Kafka client reported", text);
}

Connection Monitor::connection() const {
  const std::lock_guard lock(mutex_);
  if (!obstacle_.empty()) return {false, obstacle_};
  if (up_) return {true, {}};
  if (!reason_.empty()) return {false, reason_};
  if (!ever_up_) return {};
  return {false, explain(Trouble::Transport, "the connection was lost", settings_)};
}

Statistics Monitor::statistics() const {
  const std::lock_guard lock(mutex_);
  Statistics all = statistics_;
  all.retries += before_.retries;
  all.transmitted_bytes += before_.transmitted_bytes;
  return all;
}

std::uint64_t Monitor::uncompressed() const {
  const std::lock_guard lock(mutex_);
  return uncompressed_;
}

}  // namespace vedette::kafka
