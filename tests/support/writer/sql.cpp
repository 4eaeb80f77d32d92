#include "support/writer/sql.hpp"

#include <pqxx/pqxx>

namespace vedette::test {
namespace {

std::string text_of(const pqxx::field& field) {
  return field.is_null() ? "NULL" : field.as<std::string>();
}

}  // namespace

void execute(const std::string& uri, const std::string& sql) {
  pqxx::connection connection(uri);
  pqxx::nontransaction(connection).exec(sql);
}

std::string value_of(const std::string& uri, const std::string& query) {
  pqxx::connection connection(uri);
  return text_of(pqxx::nontransaction(connection).exec(query).at(0).at(0));
}

std::int64_t number_of(const std::string& uri, const std::string& query) {
  return std::stoll(value_of(uri, query));
}

std::vector<std::string> rows_of(const std::string& uri, const std::string& query) {
  pqxx::connection connection(uri);
  std::vector<std::string> rows;
  for (const auto& row : pqxx::nontransaction(connection).exec(query)) {
    std::string& text = rows.emplace_back();
    for (const auto& field : row) text += (field.num() == 0 ? "" : "|") + text_of(field);
  }
  return rows;
}

}  // namespace vedette::test
