#pragma once

#include <vector>

#include <pqxx/pqxx>

#include "writer/store/database.hpp"

namespace vedette::writer {

// Numbers of names: SELECT first, INSERT only what is unknown. An upsert would burn a number of the
// identity for every row that is there already. Each returns how many rows it added in `added`; two
// writers may add the same name at once, and both find the one row.

void find_or_add_names(pqxx::work& transaction, NameTable table,
                       const std::vector<std::string>& names, IdsByName& ids, std::size_t& added);

void find_or_add_targets(pqxx::work& transaction, const std::vector<TargetRecord>& targets,
                         IdsByTarget& ids, std::size_t& added);

void find_or_add_certificates(pqxx::work& transaction,
                              const std::vector<CertificateRecord>& certificates, IdsByName& ids,
                              std::size_t& added);

}  // namespace vedette::writer
