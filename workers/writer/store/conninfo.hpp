#pragma once

#include <string>
#include <string_view>

namespace vedette::writer {

/// What a connection is for: decides its name in pg_stat_activity and its time limits.
enum class Session {
  Store,     ///< copies batches; statements end after 60 s
  Maintain,  ///< partitions, retention, schedules; statements may take 10 minutes
  Migrate,   ///< migrations; no limit on statements
};

/// The connection string for libpq: `url` (a URI or keyword=value pairs) with what Vedette needs
/// added (time-outs, keep-alives, read-write, a name). What `url` itself sets wins. `password`,
/// when not empty, wins over all. Holds the password: never log it. Pure.
[[nodiscard]] std::string make_conninfo(std::string_view url, std::string_view password,
                                        Session session);

}  // namespace vedette::writer
