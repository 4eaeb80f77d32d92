#pragma once

#include <pqxx/pqxx>

#include "writer/store/schedule.hpp"

namespace vedette::writer {

/// All files, and the latest row of every target and location.
[[nodiscard]] StoredSchedule read_schedule_rows(pqxx::work& transaction);

/// Writes the whole plan; adds targets and locations that are unknown.
void write_schedule_rows(pqxx::work& transaction, const SchedulePlan& plan);

}  // namespace vedette::writer
