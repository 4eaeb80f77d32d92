#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/log_level.hpp"

namespace vedette::kafka {

struct Header {
  std::string name;
  std::string value;

  bool operator==(const Header&) const = default;
};

/// What a producer sends.
struct Message {
  std::string topic;
  std::string key;
  std::string value;
  std::vector<Header> headers = {};
  /// Comes back with the delivery report; means nothing to the producer.
  std::uint64_t tag = 0;
  /// Nothing: murmur2(key) mod partitions, as Java's default partitioner and model::shard_of have
  /// it.
  std::optional<std::int32_t> partition = std::nullopt;
};

/// Where this folder's classes report what is worth a line: a constant message in the past tense
/// and a detail. Called on any thread.
using LogFn =
    std::function<void(LogLevel level, std::string_view message, std::string_view detail)>;

/// Whether brokers can be reached, for /readyz.
struct Connection {
  bool up = false;
  /// One sentence when not up: what failed last and what to turn.
  std::string reason = "no broker has answered yet";
};

}  // namespace vedette::kafka
