#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

#include "kafka/message.hpp"
#include "kafka/settings.hpp"
#include "kafka/statistics_json.hpp"

namespace vedette::kafka {

/// The sort of trouble that an error of librdkafka's tells of.
enum class Trouble { Transport, Authentication, Tls, Permission, MissingTopic, Other };

/// One sentence that says what failed and which flag to turn; `detail` is the library's own text.
/// Pure.
[[nodiscard]] std::string explain(Trouble trouble, std::string_view detail,
                                  const Settings& settings);

/// What is known about the brokers of one client, from the library's errors, statistics and log.
/// Thread-safe.
class Monitor {
 public:
  Monitor(Settings settings, LogFn log) : settings_(std::move(settings)), log_(std::move(log)) {}

  /// An error of some connection, kept as the reason for when none is up.
  void on_error(Trouble trouble, std::string_view detail);
  /// No broker can be reached; why was said before.
  void on_all_brokers_down();
  /// An error that no working connection cures, such as a missing topic: down until cleared.
  void set_obstacle(Trouble trouble, std::string_view detail);
  void clear_obstacle();
  void on_statistics(std::string_view json);
  /// The owner replaced its client: counters go on from where the old one's ended.
  void on_new_client();
  /// A line of the library's log; `severity` as in syslog(3).
  void on_log(int severity, std::string_view facility, std::string_view text);

  [[nodiscard]] Connection connection() const;
  [[nodiscard]] Statistics statistics() const;
  [[nodiscard]] std::uint64_t uncompressed() const;
  /// A line of the owner's own.
  void log(LogLevel level, std::string_view message, std::string_view detail) const {
    log_(level, message, detail);
  }

 private:
  const Settings settings_;
  const LogFn log_;
  mutable std::mutex mutex_;
  bool up_ = false;                 // guarded by mutex_
  bool ever_up_ = false;            // guarded by mutex_
  std::string reason_;              // guarded by mutex_; of the last failure since it was up
  std::string obstacle_;            // guarded by mutex_
  Statistics statistics_;           // guarded by mutex_; of this client alone
  Statistics before_;               // guarded by mutex_; counters of those before it
  std::uint64_t uncompressed_ = 0;  // guarded by mutex_
};

}  // namespace vedette::kafka
