#pragma once

#include <string>

#include "writer/metrics.hpp"
#include "writer/store/database.hpp"
#include "writer/store/postgres_partitions.hpp"
#include "writer/store/postgres_session.hpp"

namespace vedette::writer {

/// The Database of the thread "store": one session for rows and lookups; partitions are made by
/// `partitions`, which has a session of its own.
class PostgresDatabase final : public Database {
 public:
  /// What is passed by reference must outlive it.
  PostgresDatabase(const DatabaseSettings& settings, PostgresPartitions& partitions,
                   Metrics& metrics);

  [[nodiscard]] StoreResult<void> prepare() override;
  [[nodiscard]] StoreResult<IdsByName> find_or_add(NameTable table,
                                                   const std::vector<std::string>& names) override;
  [[nodiscard]] StoreResult<IdsByTarget> find_or_add(
      const std::vector<TargetRecord>& targets) override;
  [[nodiscard]] StoreResult<IdsByName> find_or_add(
      const std::vector<CertificateRecord>& certificates) override;
  [[nodiscard]] StoreResult<void> make_partitions(const std::set<Day>& days) override;
  [[nodiscard]] StoreResult<void> copy(std::span<const Fact> facts) override;
  [[nodiscard]] StoreResult<std::size_t> merge(std::span<const Fact> facts) override;

 private:
  PostgresSession session_;
  PostgresPartitions& partitions_;
  Metrics& metrics_;
};

}  // namespace vedette::writer
