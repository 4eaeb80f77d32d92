#pragma once

#include <string>

#include <pqxx/pqxx>

namespace vedette::writer {

/// Runs one statement with parameters $1, $2 …; std::nullopt is NULL. Throws what libpqxx throws.
/// libpqxx 7 takes the parameters as one object and deprecates the form of 6.
template <typename... Values>
pqxx::result exec_params(pqxx::transaction_base& transaction, const std::string& sql,
                         const Values&... values) {
#if PQXX_VERSION_MAJOR < 7
  return transaction.exec_params(sql, values...);
#else
  return transaction.exec(sql, pqxx::params{values...});
#endif
}

}  // namespace vedette::writer
