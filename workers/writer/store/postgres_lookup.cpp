#include "writer/store/postgres_lookup.hpp"

#include <fmt/format.h>

#include "base/require.hpp"
#include "base/time_text.hpp"
#include "writer/store/array_literal.hpp"
#include "writer/store/postgres_exec.hpp"

namespace vedette::writer {
namespace {

std::string table_name(NameTable table) {
  switch (table) {
    case NameTable::Location:
      return "location";
    case NameTable::Prober:
      return "prober";
    case NameTable::Address:
      return "address";
  }
  require(false, "a name table without a name");
  return {};
}

std::string number_or_null(const std::optional<std::int64_t>& number) {
  return number ? std::to_string(*number) : std::string("NULL");
}

std::optional<std::string> time_or_null(const std::optional<SystemTime>& time) {
  return time ? std::optional(to_rfc3339(*time)) : std::nullopt;
}

void read_names(const pqxx::result& rows, IdsByName& ids) {
  for (const auto& row : rows) ids[row[0].as<std::string>()] = row[1].as<std::int32_t>();
}

void read_targets(const pqxx::result& rows, IdsByTarget& ids) {
  for (const auto& row : rows) {
    const auto id = model::target_id_from(row[0].as<std::string>());
    require(id.has_value(), "PostgreSQL prints a uuid as 36 characters");
    ids[*id] = row[1].as<std::int32_t>();
  }
}

/// The columns of many targets, as arrays for unnest.
struct TargetColumns {
  ArrayLiteral uuid;
  ArrayLiteral source;
  ArrayLiteral ns;
  ArrayLiteral name;
  ArrayLiteral url;
  std::string generation = "{";
  ArrayLiteral labels;
  ArrayLiteral described_at;

  void add(const TargetRecord& target) {
    if (generation.size() > 1) generation += ',';
    uuid.add(to_text(target.id));
    source.add(target.source);
    ns.add(target.ns);
    name.add(target.name);
    url.add(target.url);
    generation += number_or_null(target.generation);
    labels.add(target.labels);
    described_at.add(to_rfc3339(target.described_at));
  }

  pqxx::result exec(pqxx::work& transaction, const std::string& sql) const {
    return exec_params(transaction, sql, uuid.text(), source.text(), ns.text(), name.text(),
                       url.text(), generation + "}", labels.text(), described_at.text());
  }
};

constexpr const char* kGivenTargets =
    "unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::jsonb[],"
    " $8::timestamptz[])"
    " AS g (uuid, source, namespace, name, url, generation, labels, described_at)";

/// Only what changed is written; rows are taken in one order, so that two writers cannot deadlock.
const std::string kUpdateTargets = fmt::format(
    "WITH given AS ("
    " SELECT t.id, g.* FROM {} JOIN target AS t ON t.uuid = g.uuid"
    " WHERE g.described_at > t.described_at"
    " AND (g.generation >= t.generation OR t.generation IS NULL OR g.generation IS NULL)"
    " AND (t.url, t.labels, t.generation) IS DISTINCT FROM (g.url, g.labels, g.generation)"
    " ORDER BY t.id FOR UPDATE OF t)"
    " UPDATE target AS t SET url = given.url, labels = given.labels,"
    " generation = given.generation, described_at = given.described_at"
    " FROM given WHERE t.id = given.id",
    kGivenTargets);

/// The columns of many certificates, as arrays for unnest; the first five tell them apart.
struct CertificateColumns {
  ArrayLiteral sha256;
  ArrayLiteral versions;
  ArrayLiteral ciphers;
  ArrayLiteral ends;
  ArrayLiteral errors;
  ArrayLiteral not_before;
  ArrayLiteral not_after;
  ArrayLiteral issuers;

  explicit CertificateColumns(const std::vector<CertificateRecord>& certificates) {
    for (const auto& [key, tls] : certificates) {
      sha256.add(tls.sha256);
      versions.add(tls.version);
      ciphers.add(tls.cipher);
      ends.add_or_null(time_or_null(tls.earliest_not_after));
      errors.add_or_null(tls.verify_error);
      not_before.add_or_null(time_or_null(tls.not_before));
      not_after.add_or_null(time_or_null(tls.not_after));
      issuers.add(tls.issuer);
    }
  }
};

void find_certificates(pqxx::work& transaction, const std::vector<CertificateRecord>& certificates,
                       const CertificateColumns& given, IdsByName& ids) {
  const auto rows = exec_params(
      transaction,
      "SELECT g.place, c.id FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[],"
      " $5::text[]) WITH ORDINALITY"
      " AS g (sha256, tls_version, cipher, earliest_not_after, verify_error, place)"
      " JOIN certificate AS c ON c.sha256 = g.sha256 AND c.tls_version = g.tls_version"
      " AND c.cipher = g.cipher"
      " AND c.earliest_not_after IS NOT DISTINCT FROM g.earliest_not_after"
      " AND c.verify_error IS NOT DISTINCT FROM g.verify_error",
      given.sha256.text(), given.versions.text(), given.ciphers.text(), given.ends.text(),
      given.errors.text());
  for (const auto& row : rows) {
    ids[certificates.at(row[0].as<std::size_t>() - 1).key] = row[1].as<std::int32_t>();
  }
}

/// How many were new. In one order, so that two writers cannot deadlock.
std::size_t add_certificates(pqxx::work& transaction, const CertificateColumns& given) {
  const auto done = exec_params(
      transaction,
      "INSERT INTO certificate (sha256, tls_version, cipher, earliest_not_after, verify_error,"
      " not_before, not_after, issuer)"
      " SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::text[],"
      " $6::timestamptz[], $7::timestamptz[], $8::text[]) ORDER BY 1, 2, 3, 4, 5"
      " ON CONFLICT DO NOTHING",
      given.sha256.text(), given.versions.text(), given.ciphers.text(), given.ends.text(),
      given.errors.text(), given.not_before.text(), given.not_after.text(), given.issuers.text());
  return static_cast<std::size_t>(done.affected_rows());
}

}  // namespace

void find_or_add_names(pqxx::work& transaction, NameTable table,
                       const std::vector<std::string>& names, IdsByName& ids, std::size_t& added) {
  const std::string from = table_name(table);
  const std::string select =
      fmt::format("SELECT name, id FROM {} WHERE name = ANY($1::text[])", from);
  ArrayLiteral wanted;
  for (const std::string& name : names) wanted.add(name);
  read_names(exec_params(transaction, select, wanted.text()), ids);
  if (ids.size() == names.size()) return;
  ArrayLiteral missing;
  for (const std::string& name : names) {
    if (!ids.contains(name)) missing.add(name);
  }
  added += exec_params(transaction,
                       fmt::format("INSERT INTO {} (name) SELECT unnest($1::text[])"
                                   " ORDER BY 1 ON CONFLICT DO NOTHING",
                                   from),
                       missing.text())
               .affected_rows();
  read_names(exec_params(transaction, select, missing.text()), ids);
}

void find_or_add_targets(pqxx::work& transaction, const std::vector<TargetRecord>& targets,
                         IdsByTarget& ids, std::size_t& added) {
  const std::string select = "SELECT uuid, id FROM target WHERE uuid = ANY($1::uuid[])";
  TargetColumns all;
  for (const TargetRecord& target : targets) all.add(target);
  read_targets(exec_params(transaction, select, all.uuid.text()), ids);
  if (!ids.empty()) all.exec(transaction, kUpdateTargets);
  if (ids.size() == targets.size()) return;
  TargetColumns missing;
  for (const TargetRecord& target : targets) {
    if (!ids.contains(target.id)) missing.add(target);
  }
  added +=
      missing
          .exec(transaction, fmt::format("INSERT INTO target (uuid, source, namespace, name, url,"
                                         " generation, labels, described_at)"
                                         " SELECT * FROM {} ORDER BY g.uuid ON CONFLICT DO NOTHING",
                                         kGivenTargets))
          .affected_rows();
  read_targets(exec_params(transaction, select, missing.uuid.text()), ids);
}

void find_or_add_certificates(pqxx::work& transaction,
                              const std::vector<CertificateRecord>& certificates, IdsByName& ids,
                              std::size_t& added) {
  find_certificates(transaction, certificates, CertificateColumns(certificates), ids);
  std::vector<CertificateRecord> missing;
  for (const CertificateRecord& certificate : certificates) {
    if (!ids.contains(certificate.key)) missing.push_back(certificate);
  }
  if (missing.empty()) return;
  const CertificateColumns columns(missing);
  added += add_certificates(transaction, columns);
  find_certificates(transaction, missing, columns, ids);
}

}  // namespace vedette::writer
