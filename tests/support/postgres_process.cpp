#include "support/postgres_process.hpp"

#include <chrono>
#include <pqxx/pqxx>
#include <stdexcept>
#include <utility>

#include "support/hack_script.hpp"

namespace vedette::test {

using namespace std::chrono_literals;

PostgresProcess::PostgresProcess(PostgresOptions options)
    : options_(std::move(options)), directory_("vedette-postgres") {
  start();
}

PostgresProcess::~PostgresProcess() = default;

void PostgresProcess::start() {
  ChildOptions options{.arguments = {"run", directory_.path(), "--with-parent"},
                       .environment = {},
                       .stdout_file = directory_.path() / "server.log",
                       .stderr_file = directory_.path() / "server.log"};
  if (options_.listener == PostgresOptions::Listener::Tls) {
    options.arguments.emplace_back("--tls");
  }
  for (const auto& setting : options_.settings) {
    options.arguments.insert(options.arguments.end(), {"--set", setting});
  }
  server_ = std::make_unique<ChildProcess>(hack_script("postgres"), std::move(options));
  uri_ = run_hack_script(
      "postgres", {.arguments = {"wait", directory_.path(), std::to_string(server_->pid())}});
}

void PostgresProcess::stop() { end("stop"); }
void PostgresProcess::stop_immediate() { end("immediate"); }
void PostgresProcess::kill9() { end("kill"); }

void PostgresProcess::end(const std::string& command) {
  run_hack_script("postgres", {.arguments = {command, directory_.path()}});
  if (!server_->wait_for(10s)) throw std::runtime_error("PostgreSQL did not stop within 10 s");
}

pid_t PostgresProcess::pid() const { return server_->pid(); }

std::string PostgresProcess::uri(std::string_view database) const {
  const auto start = uri_.find('/', uri_.find("://") + 3) + 1;
  const auto length = std::min(uri_.find('?'), uri_.size()) - start;
  return std::string(uri_).replace(start, length, database);
}

std::string PostgresProcess::create_database(std::string_view name) {
  pqxx::connection connection(uri_);
  pqxx::nontransaction work(connection);
  work.exec("CREATE DATABASE " + connection.quote_name(std::string(name)));
  return uri(name);
}

std::string PostgresProcess::uri_without_password() const {
  const auto start = uri_.find(':', uri_.find("://") + 3);
  return std::string(uri_).erase(start, uri_.find('@') - start);
}

std::filesystem::path PostgresProcess::password_file() const {
  return directory_.path() / "password";
}

std::filesystem::path PostgresProcess::ca_file() const { return directory_.path() / "tls/ca.crt"; }

}  // namespace vedette::test
