#pragma once

#include <sys/types.h>

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "support/child_process.hpp"
#include "support/temporary_directory.hpp"

namespace vedette::test {

/// What a database server of a test is started with.
struct PostgresOptions {
  enum class Listener {
    Plain,
    /// TLS only, with a certificate for localhost; the URI asks for verify-full.
    Tls,
  };
  Listener listener = Listener::Plain;
  /// "name=value" lines of postgresql.conf; they win over the defaults.
  std::vector<std::string> settings = {};
};

/// One real PostgreSQL server of the test's own (hack/postgres), on a free loopback
/// port, with its data in a temporary directory that both vanish with the object.
/// Started by root it runs as the user postgres. Every member throws
/// std::runtime_error, with the end of the server's log, when the server does not do
/// as told within a minute. Not thread-safe; see ChildProcess on the thread that
/// constructs it.
class PostgresProcess {
 public:
  /// Starts the server and returns once it answers.
  explicit PostgresProcess(PostgresOptions options = {});
  ~PostgresProcess();

  PostgresProcess(const PostgresProcess&) = delete;
  PostgresProcess& operator=(const PostgresProcess&) = delete;

  /// The superuser's URI with its password, database `vedette`; the same after a restart.
  [[nodiscard]] const std::string& uri() const { return uri_; }
  /// The same URI with another database name.
  [[nodiscard]] std::string uri(std::string_view database) const;
  /// Makes an empty database and returns the URI to it: one per test case.
  /// REQUIRES: a lower-case SQL identifier that is not taken.
  [[nodiscard]] std::string create_database(std::string_view name);

  /// The URI without its password, and the file that holds the password alone.
  [[nodiscard]] std::string uri_without_password() const;
  [[nodiscard]] std::filesystem::path password_file() const;
  /// PEM file of the CA that signed the server. REQUIRES: Listener::Tls.
  [[nodiscard]] std::filesystem::path ca_file() const;

  /// The postmaster's process.
  [[nodiscard]] pid_t pid() const;

  /// kill -9 of the postmaster and all its processes.
  void kill9();
  /// Fast shutdown: sessions are ended, data is written.
  void stop();
  /// Immediate shutdown, as `pg_ctl stop -m immediate`: recovery at the next start.
  void stop_immediate();
  /// Starts a server that was killed or stopped again, on the same port and data.
  void start();

 private:
  void end(const std::string& command);

  PostgresOptions options_;
  TemporaryDirectory directory_;
  std::string uri_;
  std::unique_ptr<ChildProcess> server_;
};

}  // namespace vedette::test
