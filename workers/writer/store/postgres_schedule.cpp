#include "writer/store/postgres_schedule.hpp"

#include <map>
#include <set>
#include <utility>

#include "base/require.hpp"
#include "base/time_text.hpp"
#include "writer/store/array_literal.hpp"
#include "writer/store/postgres_exec.hpp"
#include "writer/store/postgres_lookup.hpp"

namespace vedette::writer {
namespace {

using FileKey = std::pair<std::string, std::string>;

SystemTime time_from_micros(const pqxx::field& field) {
  return SystemTime(Micros(field.as<std::int64_t>()));
}

std::map<FileKey, int> write_files(pqxx::work& transaction, const SchedulePlan& plan) {
  std::map<FileKey, int> ids;
  for (const ConfigFile& file : plan.files) {
    const pqxx::result written =
        exec_params(transaction,
                    "INSERT INTO config_file AS c (source, file, epoch, sha256, rendered)"
                    " VALUES ($1, $2, $3, $4, $5)"
                    " ON CONFLICT (source, file) DO UPDATE SET epoch = excluded.epoch,"
                    " sha256 = excluded.sha256, rendered = excluded.rendered, applied_at = now()"
                    " RETURNING c.id",
                    file.source, file.file, file.epoch, file.sha256, file.rendered);
    ids[{file.source, file.file}] = written.at(0).at(0).as<int>();
  }
  return ids;
}

void write_targets(pqxx::work& transaction, const SchedulePlan& plan,
                   const std::map<FileKey, int>& files) {
  if (plan.targets.empty()) return;
  std::vector<TargetRecord> records;
  ArrayLiteral uuids;
  ArrayLiteral file_ids;
  for (const DeclaredTarget& target : plan.targets) {
    records.push_back(target.record);
    uuids.add(to_text(target.record.id));
    file_ids.add(std::to_string(files.at({target.source, target.file})));
  }
  IdsByTarget ids;
  std::size_t added = 0;
  find_or_add_targets(transaction, records, ids, added);
  exec_params(transaction,
              "UPDATE target AS t SET config_file_id = g.file_id"
              " FROM unnest($1::uuid[], $2::integer[]) AS g (uuid, file_id)"
              " WHERE t.uuid = g.uuid AND t.config_file_id IS DISTINCT FROM g.file_id",
              uuids.text(), file_ids.text());
}

void write_entries(pqxx::work& transaction, const SchedulePlan& plan) {
  if (plan.entries.empty()) return;
  std::set<std::string> locations;
  std::string intervals = "{";
  std::string generations = "{";
  ArrayLiteral uuids;
  ArrayLiteral names;
  ArrayLiteral since;
  ArrayLiteral phases;
  for (const ScheduleEntry& entry : plan.entries) {
    locations.insert(entry.location);
    uuids.add(to_text(entry.target));
    names.add(entry.location);
    since.add(to_rfc3339(entry.valid_from));
    phases.add(std::to_string(entry.phase.count()));
    const char* separator = intervals.size() > 1 ? "," : "";
    intervals += separator;
    intervals += entry.interval ? std::to_string(entry.interval->count()) : "NULL";
    generations += separator;
    generations += entry.generation ? std::to_string(*entry.generation) : "NULL";
  }
  IdsByName ids;
  std::size_t added = 0;
  find_or_add_names(transaction, NameTable::Location, {locations.begin(), locations.end()}, ids,
                    added);
  exec_params(
      transaction,
      "INSERT INTO target_schedule AS s"
      " (target_id, location_id, valid_from, interval_ms, phase_ms, generation)"
      " SELECT t.id, l.id, g.since, g.interval_ms, g.phase_ms, g.generation"
      " FROM unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::integer[], $5::integer[],"
      " $6::bigint[]) AS g (uuid, location, since, interval_ms, phase_ms, generation)"
      " JOIN target AS t ON t.uuid = g.uuid JOIN location AS l ON l.name = g.location"
      " ON CONFLICT (target_id, location_id, valid_from) DO UPDATE SET"
      " interval_ms = excluded.interval_ms, phase_ms = excluded.phase_ms,"
      " generation = excluded.generation",
      uuids.text(), names.text(), since.text(), intervals + "}", phases.text(), generations + "}");
}

}  // namespace

StoredSchedule read_schedule_rows(pqxx::work& transaction) {
  StoredSchedule stored;
  for (const auto& row :
       transaction.exec("SELECT source, file, epoch, sha256, rendered FROM config_file")) {
    stored.files.push_back({row[0].as<std::string>(), row[1].as<std::string>(),
                            row[2].as<std::int64_t>(), row[3].as<std::string>(),
                            row[4].as<bool>()});
  }
  const auto rows = transaction.exec(
      "SELECT DISTINCT ON (s.target_id, s.location_id) t.uuid, l.name,"
      " (extract(epoch FROM s.valid_from) * 1000000)::bigint, s.interval_ms, s.phase_ms,"
      " s.generation, coalesce(f.source, ''), coalesce(f.file, '')"
      " FROM target_schedule AS s"
      " JOIN target AS t ON t.id = s.target_id"
      " JOIN location AS l ON l.id = s.location_id"
      " LEFT JOIN config_file AS f ON f.id = t.config_file_id"
      " ORDER BY s.target_id, s.location_id, s.valid_from DESC");
  stored.entries.reserve(rows.size());
  for (const auto& row : rows) {
    StoredSchedule::Entry entry;
    const auto id = model::target_id_from(row[0].as<std::string>());
    require(id.has_value(), "PostgreSQL prints a uuid as 36 characters");
    entry.schedule.target = *id;
    entry.schedule.location = row[1].as<std::string>();
    entry.schedule.valid_from = time_from_micros(row[2]);
    if (!row[3].is_null()) entry.schedule.interval = Millis(row[3].as<int>());
    entry.schedule.phase = Millis(row[4].as<int>());
    if (!row[5].is_null()) entry.schedule.generation = row[5].as<std::int64_t>();
    entry.source = row[6].as<std::string>();
    entry.file = row[7].as<std::string>();
    stored.entries.push_back(std::move(entry));
  }
  return stored;
}

void write_schedule_rows(pqxx::work& transaction, const SchedulePlan& plan) {
  const auto files = write_files(transaction, plan);
  write_targets(transaction, plan, files);
  write_entries(transaction, plan);
}

}  // namespace vedette::writer
