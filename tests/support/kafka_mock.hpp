#pragma once

#include <memory>
#include <string>

namespace vedette::test {

/// librdkafka's built-in cluster of one broker, on a loopback port of its own: for what a real
/// broker cannot be made to do. It answers no CreateTopics. Not thread-safe.
class KafkaMock {
 public:
  /// Starts it with one topic.
  KafkaMock(const std::string& topic, int partitions);
  ~KafkaMock();
  KafkaMock(const KafkaMock&) = delete;
  KafkaMock& operator=(const KafkaMock&) = delete;

  /// "127.0.0.1:port"
  [[nodiscard]] std::string brokers() const;

  /// Refuses connections, and ends those that are open, until set_up().
  void set_down();
  void set_up();

  /// What the next `count` produce requests are answered with.
  enum class ProduceError {
    OutOfOrderSequence,  ///< ends an idempotent producer: a fatal error of the library
    NotPermitted,        ///< TOPIC_AUTHORIZATION_FAILED
    NotEnoughReplicas,   ///< passing; the library tries again
  };
  void fail_produce(ProduceError error, int count = 1);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace vedette::test
