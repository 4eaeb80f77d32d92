#pragma once

#include <span>
#include <string>

#include <pqxx/pqxx>

#include "writer/consume/fact.hpp"

namespace vedette::writer {

/// Copies `facts` into `table` (COPY … FROM STDIN, text format). Throws what libpqxx throws; errors
/// of rows appear at the end, so the caller must not commit after an exception.
void copy_facts(pqxx::work& transaction, const std::string& table, std::span<const Fact> facts);

}  // namespace vedette::writer
