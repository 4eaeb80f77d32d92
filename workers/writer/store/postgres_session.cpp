#include "writer/store/postgres_session.hpp"

#include <algorithm>

#include "base/secret_file.hpp"

namespace vedette::writer {
namespace {

/// libpq's messages end with a newline and may hold several lines.
std::string one_line(std::string text) {
  while (!text.empty() && text.back() == '\n') text.pop_back();
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

tl::unexpected<StoreFailure> failure(FailureClass cls, std::string sqlstate, const char* what) {
  return tl::unexpected(StoreFailure{cls, std::move(sqlstate), one_line(what)});
}

/// Read at every connection, so that a rotated password needs no restart.
std::string read_password(const std::filesystem::path& file) {
  if (file.empty()) return {};
  auto password = read_secret_file(file);
  if (!password) throw pqxx::broken_connection(password.error().message);
  return *std::move(password);
}

}  // namespace

PostgresSession::PostgresSession(DatabaseSettings settings, Session purpose)
    : settings_(std::move(settings)), purpose_(purpose) {}

void PostgresSession::connect() {
  connection_ = std::make_unique<pqxx::connection>(
      make_conninfo(settings_.url, read_password(settings_.password_file), purpose_));
  if (on_connect_) on_connect_(*connection_);
}

StoreResult<void> PostgresSession::run(const std::function<void(pqxx::connection&)>& body) {
  // The order matters: each is a base of, or thrown beside, the next.
  try {
    if (!connection_) connect();
    body(*connection_);
    return {};
  } catch (const pqxx::in_doubt_error& error) {
    drop();
    return failure(FailureClass::Broken, "", error.what());
  } catch (const pqxx::broken_connection& error) {
    drop();
    return failure(FailureClass::Broken, "", error.what());
  } catch (const pqxx::sql_error& error) {
    const FailureClass cls = classify(error.sqlstate());
    if (cls == FailureClass::Broken || !connection_->is_open()) {
      drop();
      return failure(FailureClass::Broken, error.sqlstate(), error.what());
    }
    return failure(cls, error.sqlstate(), error.what());
  } catch (const std::exception& error) {
    // What else libpqxx throws (usage_error, internal_error, conversion_error, failure) says
    // nothing about the session: a new one is always safe.
    drop();
    return failure(FailureClass::Broken, "", error.what());
  }
}

StoreResult<void> PostgresSession::transact(const std::function<void(pqxx::work&)>& body) {
  return run([&](pqxx::connection& connection) {
    pqxx::work transaction(connection);
    body(transaction);
    transaction.commit();
  });
}

}  // namespace vedette::writer
