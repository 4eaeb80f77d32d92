#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "kafka/message.hpp"
#include "kafka/settings.hpp"

namespace vedette::kafka {

struct TopicPartition {
  std::string topic;
  std::int32_t partition = 0;

  auto operator<=>(const TopicPartition&) const = default;
};

struct HeaderView {
  std::string_view name;
  std::string_view value;
};

/// One consumed message. The views live as long as `owner`; move-only.
struct Record {
  std::string_view topic;
  std::int32_t partition = 0;
  std::int64_t offset = 0;
  std::string_view key;
  std::string_view value;
  std::vector<HeaderView> headers;
  /// When the broker appended it (LogAppendTime) or the producer made it; millisecond precision.
  std::optional<SystemTime> timestamp;
  bool appended_time = false;  ///< true: `timestamp` is the broker's
  std::unique_ptr<void, void (*)(void*)> owner{nullptr, [](void*) {}};

  /// The first header of that name.
  [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
};

/// Told of rebalances inside Consumer::poll and close, on the thread that called them.
class RebalanceHandler {
 public:
  virtual ~RebalanceHandler() = default;

  /// These, and only these, are ours from now on, read from where ConsumerOptions::start says.
  virtual void on_assign(const std::vector<TopicPartition>& partitions) = 0;

  /// These go to another member when this returns: within 5 s finish what was polled and
  /// commit_sync() it, or forget it (it is delivered again, to the new owner). Records that the
  /// running poll has taken but not returned are dropped. `lost`: they may be another's already;
  /// a commit is refused.
  virtual void on_revoke(const std::vector<TopicPartition>& partitions, bool lost) = 0;

  /// All that a partition held when it was assigned has been returned by poll(). Told once for
  /// each partition of an assignment, with Start::Beginning only.
  virtual void on_end(const TopicPartition& partition) { static_cast<void>(partition); }
};

/// Next offset to read of each partition, i.e. that of the last stored record plus one.
using Offsets = std::map<TopicPartition, std::int64_t>;

struct PartitionLag {
  TopicPartition partition;
  std::int64_t end = 0;        ///< the offset that the next message of the partition will get
  std::int64_t committed = 0;  ///< ours, else where reading began
  [[nodiscard]] std::int64_t lag() const { return end > committed ? end - committed : 0; }
};

struct ConsumerStats {
  std::uint64_t consumed = 0;
  std::uint64_t commits = 0;
  std::uint64_t failed_commits = 0;
  std::uint64_t rebalances = 0;    ///< assignments received
  std::vector<PartitionLag> lags;  ///< at most a few seconds old
  Connection connection;
};

/// Where the reading of an assigned partition begins.
enum class Start {
  Committed,  ///< at the committed offset, the beginning when there is none
  /// At the beginning; one that was in the assignment before goes on where it was.
  Beginning,
};

struct ConsumerOptions {
  std::string topic;
  std::string group;
  /// A member that does not poll this long loses its partitions.
  Millis max_poll_interval{60'000};
  /// A member that is dead or frozen this long loses its partitions.
  Millis session_timeout{10'000};
  Start start = Start::Committed;
  /// Instead of joining the group, reads this many partitions of the topic, 0 and on: all of them,
  /// for the only reader there is. They are told to on_assign in the first poll(), and never
  /// revoked.
  std::optional<std::int32_t> alone_with = std::nullopt;
};

/// A member of a consumer group that commits only what it is told to: the reader of a batch writer.
/// All members but stats() belong to one thread. An interface so that tests need no broker.
class Consumer {
 public:
  virtual ~Consumer() = default;

  /// Waits until `deadline` for a first record, then takes what is there, at most `max`. Must be
  /// called at least every max_poll_interval, paused or not: it also serves rebalances. Fails with
  /// Unavailable for a passing trouble (call again) and Internal when this consumer is of no use
  /// any more.
  [[nodiscard]] virtual Result<std::vector<Record>> poll(std::size_t max, Millis deadline) = 0;

  /// Stops delivery of records, over rebalances too, until resume(). What was fetched is kept back.
  virtual void pause() = 0;
  virtual void resume() = 0;

  /// Commits and waits for the broker's answer, at most `deadline`. Fails with Stopped when the
  /// group has moved on and the partitions may be another's: forget what is uncommitted; with
  /// TimedOut or Unavailable when nobody answered: the same offsets may be committed again.
  [[nodiscard]] virtual Result<void> commit_sync(const Offsets& offsets, Millis deadline) = 0;

  /// Leaves the group (on_revoke runs in here), at most `deadline`; poll no more after it.
  /// Fails with TimedOut, then the broker notices after the session timeout.
  [[nodiscard]] virtual Result<void> close(Millis deadline) = 0;

  /// Thread-safe.
  [[nodiscard]] virtual ConsumerStats stats() const = 0;
};

/// A consumer on librdkafka: range assignor, earliest, no automatic commits. `handler`
/// must outlive it. The destructor closes without waiting long. Fails with Invalid or Unavailable
/// (files); a broker that is away is no failure here but seen in stats().connection.
[[nodiscard]] Result<std::unique_ptr<Consumer>> start_consumer(const Settings& settings,
                                                               const ConsumerOptions& options,
                                                               RebalanceHandler& handler,
                                                               LogFn log);

}  // namespace vedette::kafka
