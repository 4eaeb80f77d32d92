#pragma once

#include <functional>
#include <memory>
#include <string>

#include <pqxx/pqxx>

#include "writer/store/conninfo.hpp"
#include "writer/store/database_settings.hpp"
#include "writer/store/failure.hpp"

namespace vedette::writer {

/// One connection to PostgreSQL that is built when needed and thrown away when it breaks: libpqxx
/// 6.4 would otherwise carry on with a new session whose settings, temporary tables and locks are
/// gone. Not thread-safe.
class PostgresSession {
 public:
  PostgresSession(DatabaseSettings settings, Session purpose);

  /// Runs `body` on the connection and turns what libpqxx throws into a StoreFailure. A broken
  /// connection, or a commit whose outcome is unknown, is Broken and drops the connection.
  [[nodiscard]] StoreResult<void> run(const std::function<void(pqxx::connection&)>& body);

  /// As run(), in one transaction that is committed when `body` returns.
  [[nodiscard]] StoreResult<void> transact(const std::function<void(pqxx::work&)>& body);

  /// Called with each new connection before its first use; may throw what libpqxx throws.
  void on_connect(std::function<void(pqxx::connection&)> body) { on_connect_ = std::move(body); }

  void drop() { connection_.reset(); }
  [[nodiscard]] bool connected() const { return connection_ != nullptr; }

 private:
  void connect();

  DatabaseSettings settings_;
  Session purpose_;
  std::function<void(pqxx::connection&)> on_connect_;
  std::unique_ptr<pqxx::connection> connection_;
};

}  // namespace vedette::writer
