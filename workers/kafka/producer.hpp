#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "kafka/message.hpp"
#include "kafka/settings.hpp"

namespace vedette::kafka {

enum class Compression { None, Lz4, Zstd };

struct ProducerOptions {
  Compression compression = Compression::Lz4;
  /// Bounds of the queue, whichever is met first. While the brokers are away results wait here:
  /// seconds of outage survived = max_messages / messages per second.
  std::size_t max_messages = 200'000;
  std::size_t max_bytes = std::size_t{256} << 20U;  ///< keys, values and headers
  int max_message_bytes = 1'048'576;                ///< as the topic's max.message.bytes
  /// How long a message waits for company. Each batch, one of a partition, costs the client some
  /// 100 µs and the broker more, so at hundreds of messages a second over a dozen of partitions
  /// this decides what a message costs.
  Millis linger{200};
};

/// What became of a call to produce().
enum class Produced {
  Queued,     ///< its delivery report will come
  QueueFull,  ///< refused, as the newest; counted; no report
  TooLarge,   ///< over max_message_bytes; counted; no report
  Refused,    ///< the topic is known not to exist; counted; no report
};

/// Why a message was not stored. Closed set: a label of metrics.
enum class FailureCause {
  QueueFull,
  TooLarge,
  Authorization,
  UnknownTopic,
  Purged,  ///< given up by purge(); one that was in flight may be stored nevertheless
  Closed,  ///< still queued when the producer was destroyed
  Other,
};
inline constexpr std::array kFailureCauses{FailureCause::QueueFull,     FailureCause::TooLarge,
                                           FailureCause::Authorization, FailureCause::UnknownTopic,
                                           FailureCause::Purged,        FailureCause::Closed,
                                           FailureCause::Other};

/// "queue_full", "too_large", …
[[nodiscard]] std::string_view to_text(FailureCause cause);
/// "none", "lz4", "zstd"
[[nodiscard]] std::string_view to_text(Compression compression);

struct ProducerStats {
  std::size_t queued_messages = 0;  ///< not acknowledged yet
  std::size_t queued_bytes = 0;
  std::uint64_t delivered = 0;  ///< acknowledged by all in-sync replicas
  /// Indexed as kFailureCauses. Monotonic.
  std::array<std::uint64_t, kFailureCauses.size()> failed{};
  std::uint64_t rebuilds = 0;           ///< fatal errors, each answered with a new producer
  std::uint64_t resent = 0;             ///< messages that a new producer took over
  std::uint64_t retries = 0;            ///< requests sent again by the library
  std::uint64_t uncompressed = 0;       ///< times the library said "not compressing"
  std::uint64_t transmitted_bytes = 0;  ///< on the wire, compressed
  Connection connection;
};

/// What a delivery report says of an acknowledged message.
struct Delivered {
  std::int32_t partition = 0;
  std::int64_t offset = 0;
};

/// Called once for each Queued message, on the producer's own thread, in no promised order over
/// partitions. Must be quick; may call produce().
using DeliveryFn = std::function<void(std::uint64_t tag, const Result<Delivered>& result)>;

/// Sends messages to Kafka with acks=all, idempotently, and never expires them: what is Queued is
/// acknowledged sooner or later, fails for good (too large, not permitted, topic gone, purged), or
/// is still there at the end. An interface so that tests need no broker.
class Producer {
 public:
  virtual ~Producer() = default;

  /// Queues a message and returns at once. Thread-safe. Messages of one key keep the order of the
  /// calls unless a rebuild happens between them; then one may be stored twice.
  [[nodiscard]] virtual Produced produce(Message message) = 0;

  /// Waits until nothing is queued any more and every report was given, at most `deadline`.
  /// Fails with TimedOut, saying how many are left. Thread-safe.
  [[nodiscard]] virtual Result<void> flush(Millis deadline) = 0;

  /// Gives up what is Queued now: each is reported, as Purged unless its acknowledgement was
  /// faster, soon after this returns. What is produced before those reports came may share their
  /// fate. Thread-safe.
  virtual void purge() = 0;

  /// A consistent snapshot; cheap. Thread-safe.
  [[nodiscard]] virtual ProducerStats stats() const = 0;
};

/// A producer on librdkafka with a thread of its own ("kafka-producer") that serves delivery
/// reports. A fatal error (the idempotent producer lost its sequence) is answered with a new
/// instance that takes over, in order, everything not acknowledged. The destructor reports what is
/// still queued as Closed; flush() first. Fails with Invalid or Unavailable (files); a broker that
/// is away is no failure here but seen in stats().connection.
[[nodiscard]] Result<std::unique_ptr<Producer>> start_producer(const Settings& settings,
                                                               const ProducerOptions& options,
                                                               DeliveryFn on_delivery, LogFn log);

}  // namespace vedette::kafka
