#pragma once

#include <cstdint>

namespace vedette::writer {

// Keys of PostgreSQL's advisory locks, which all programs of a database share: "vedette" in ASCII
// with a number after it.
inline constexpr std::int64_t kMigrationLock = 0x7665646574746501;   ///< applies migrations
inline constexpr std::int64_t kMaintainerLock = 0x7665646574746502;  ///< maintains the database
inline constexpr std::int64_t kPartitionLock = 0x7665646574746503;   ///< makes partitions

}  // namespace vedette::writer
