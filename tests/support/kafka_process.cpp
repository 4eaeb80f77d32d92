#include "support/kafka_process.hpp"

#include <chrono>
#include <csignal>
#include <fstream>
#include <stdexcept>
#include <utility>

#include "support/first_line.hpp"
#include "support/hack_script.hpp"

namespace vedette::test {
namespace {

using namespace std::chrono_literals;

void write_lines(const std::filesystem::path& file, const std::vector<std::string>& lines) {
  std::ofstream out(file);
  for (const auto& line : lines) out << line << '\n';
}

}  // namespace

KafkaProcess::KafkaProcess(KafkaOptions options)
    : options_(std::move(options)), directory_("vedette-kafka") {
  // Before start(), whose minute is meant for the broker and not for a download.
  run_hack_script("kafka", {.arguments = {"fetch"}, .environment = environment()}, 10min);
  start();
}

KafkaProcess::~KafkaProcess() = default;

void KafkaProcess::start() {
  ChildOptions options{.arguments = {"run", directory_.path()},
                       .environment = environment(),
                       .stdout_file = directory_.path() / "broker.log",
                       .stderr_file = directory_.path() / "broker.log"};
  if (options_.listeners == KafkaOptions::Listeners::Secured) {
    options.arguments.emplace_back("--tls");
  }
  if (!options_.properties.empty()) {
    const auto file = directory_.path() / "further.properties";
    write_lines(file, options_.properties);
    options.arguments.insert(options.arguments.end(), {"--properties", file});
  }
  broker_ = std::make_unique<ChildProcess>(hack_script("kafka"), std::move(options));
  brokers_ = run_hack_script(
      "kafka", {.arguments = {"wait", directory_.path(), std::to_string(broker_->pid())}});
}

void KafkaProcess::stop() { end(SIGTERM); }

// Sockets are closed before a process can be waited for, so its ports are free then.
void KafkaProcess::kill9() { end(SIGKILL); }

void KafkaProcess::end(int signal) {
  broker_->signal(signal);
  if (!broker_->wait_for(60s)) throw std::runtime_error("Kafka did not stop within 60 s");
}

pid_t KafkaProcess::pid() const { return broker_->pid(); }

std::string KafkaProcess::sasl_brokers() const { return address("sasl"); }
std::string KafkaProcess::mtls_brokers() const { return address("mtls"); }
std::string KafkaProcess::username() const { return "vedette"; }
std::string KafkaProcess::password() const { return first_line(directory_.path() / "password"); }

std::filesystem::path KafkaProcess::ca_file() const { return directory_.path() / "tls/ca.crt"; }
std::filesystem::path KafkaProcess::certificate_file() const {
  return directory_.path() / "tls/client.crt";
}
std::filesystem::path KafkaProcess::key_file() const {
  return directory_.path() / "tls/client.key";
}

std::map<std::string, std::string> KafkaProcess::environment() const {
  if (options_.version.empty()) return {};
  return {{"VEDETTE_KAFKA_VERSION", options_.version}};
}

/// From the lines `listener=host:port` that hack/kafka leaves behind.
std::string KafkaProcess::address(const std::string& listener) const {
  std::ifstream in(directory_.path() / "addresses");
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with(listener + '=')) return line.substr(listener.size() + 1);
  }
  throw std::runtime_error("the broker of this test has no listener " + listener +
                           "; ask for KafkaOptions::Listeners::Secured");
}

}  // namespace vedette::test
