#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/target_id.hpp"
#include "writer/store/database.hpp"

namespace vedette::writer {

/// A row of config_file.
struct ConfigFile {
  std::string source;
  std::string file;
  std::int64_t epoch = 0;
  std::string sha256;
  bool rendered = false;  ///< by the operator; false = hand-written

  bool operator==(const ConfigFile&) const = default;
};

/// The schedule in force for a target at a location: its latest row in target_schedule.
struct ScheduleEntry {
  model::TargetId target;
  std::string location;
  SystemTime valid_from;
  std::optional<Millis> interval;  ///< nothing = not scheduled
  Millis phase{0};
  std::optional<std::int64_t> generation;

  bool operator==(const ScheduleEntry&) const = default;
};

/// A target as a file declares it.
struct DeclaredTarget {
  TargetRecord record;
  std::string source;  ///< of the file
  std::string file;
};

/// What the database knows of declared targets.
struct StoredSchedule {
  struct Entry {
    ScheduleEntry schedule;
    std::string source;  ///< of the file that declared the target last
    std::string file;
  };
  std::vector<ConfigFile> files;
  std::vector<Entry> entries;
};

/// What is to be written, in one transaction.
struct SchedulePlan {
  std::vector<ConfigFile> files;
  std::vector<DeclaredTarget> targets;  ///< of the files above
  std::vector<ScheduleEntry> entries;   ///< new rows; an equal valid_from is replaced

  [[nodiscard]] bool empty() const { return files.empty() && entries.empty(); }
};

}  // namespace vedette::writer
