#pragma once

#include <sys/types.h>

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "support/child_process.hpp"
#include "support/temporary_directory.hpp"

namespace vedette::test {

/// What a broker of a test is started with.
struct KafkaOptions {
  enum class Listeners {
    Plain,
    /// Beside the plain one: SASL over TLS (PLAIN, SCRAM) and mutual TLS.
    Secured,
  };
  Listeners listeners = Listeners::Plain;
  /// Empty: the version that hack/kafka uses. SCRAM with librdkafka 2.0.2 needs 3.9.2.
  std::string version = {};
  /// Further lines of server.properties; they win over the defaults.
  std::vector<std::string> properties = {};
};

/// One real Apache Kafka node of the test's own (hack/kafka), on free loopback
/// ports, with its data in a temporary directory that both vanish with the object.
/// Topics are not made on first use. Every member throws std::runtime_error, with
/// the end of the broker's log, when the broker does not do as told within a
/// minute. Not thread-safe; see ChildProcess on the thread that constructs it.
class KafkaProcess {
 public:
  /// Starts the broker and returns once it answers.
  explicit KafkaProcess(KafkaOptions options = {});
  ~KafkaProcess();

  KafkaProcess(const KafkaProcess&) = delete;
  KafkaProcess& operator=(const KafkaProcess&) = delete;

  /// "127.0.0.1:port" of the plain listener; the same after a restart.
  [[nodiscard]] const std::string& brokers() const { return brokers_; }

  /// "localhost:port" of the SASL over TLS listener. REQUIRES: Listeners::Secured.
  [[nodiscard]] std::string sasl_brokers() const;
  /// "localhost:port" of the mutual TLS listener. REQUIRES: Listeners::Secured.
  [[nodiscard]] std::string mtls_brokers() const;
  /// User and password that the SASL listener accepts.
  [[nodiscard]] std::string username() const;
  [[nodiscard]] std::string password() const;
  /// PEM files: the CA that signed the broker, and a client certificate with its key.
  [[nodiscard]] std::filesystem::path ca_file() const;
  [[nodiscard]] std::filesystem::path certificate_file() const;
  [[nodiscard]] std::filesystem::path key_file() const;

  /// The broker's process; send it SIGSTOP and SIGCONT to freeze and thaw it.
  [[nodiscard]] pid_t pid() const;

  /// kill -9, and waits until process and ports are gone. The data stays.
  void kill9();
  /// Asks the broker to stop and waits for it. The data stays.
  void stop();
  /// Starts a broker that was killed or stopped again, on the same ports and data.
  void start();

 private:
  void end(int signal);
  [[nodiscard]] std::map<std::string, std::string> environment() const;
  [[nodiscard]] std::string address(const std::string& listener) const;

  KafkaOptions options_;
  TemporaryDirectory directory_;
  std::string brokers_;
  std::unique_ptr<ChildProcess> broker_;
};

}  // namespace vedette::test
