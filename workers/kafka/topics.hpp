#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "kafka/settings.hpp"

namespace vedette::kafka {

inline constexpr std::string_view kResultsTopic = "vedette.results";
inline constexpr std::string_view kDeadLetterTopic = "vedette.results.dlq";
inline constexpr std::string_view kStatesTopic = "vedette.states";

/// Largest message of each topic in bytes; the producers' bounds too.
inline constexpr int kResultsMaxBytes = 1'048'576;
inline constexpr int kDeadLetterMaxBytes = 2'097'152;

/// A topic as it should be.
struct TopicSpec {
  std::string name;
  int partitions = 1;
  int replication = -1;  ///< -1: the broker's default
  std::map<std::string, std::string> config = {};
};

/// What the flags say about topics.
struct TopicOptions {
  bool create = true;    ///< false: they must be there
  int partitions = 12;   ///< of vedette.results
  int replication = -1;  ///< of all; -1: the broker's default
};

/// vedette.results: 7 days, 1 MiB messages, stamped by the broker when it appends.
[[nodiscard]] TopicSpec results_topic(const TopicOptions& options);
/// vedette.results.dlq: one partition, 30 days, 2 MiB messages.
[[nodiscard]] TopicSpec dead_letter_topic(const TopicOptions& options);
/// vedette.states: a partition for each of `shards`, compacted in small segments so that a restore
/// reads little more than one message per target; 7 days.
[[nodiscard]] TopicSpec states_topic(const TopicOptions& options, int shards);

/// What was found; every topic asked for is in `partitions`.
struct TopicReport {
  std::map<std::string, int> partitions;
  std::vector<std::string> created;
  /// One sentence each: settings that differ from the spec (an existing topic is never altered),
  /// and one for too few replicas.
  std::vector<std::string> warnings;
};

/// A topic as the broker describes it.
struct TopicFacts {
  int partitions = 0;
  int replication = 0;                        ///< of the partition that has least
  std::map<std::string, std::string> config;  ///< all settings, defaults too
};

/// The warnings of TopicReport. Pure.
[[nodiscard]] std::vector<std::string> compare(const std::vector<TopicSpec>& specs,
                                               const std::map<std::string, TopicFacts>& facts);

/// Creates the topics that are absent (unless `create` is false) and describes all. Safe to run in
/// several processes at once. Blocks at most `deadline`. Fails with Unavailable when no broker
/// answers or a topic is missing and may not be created, Invalid when the broker refuses the spec.
[[nodiscard]] Result<TopicReport> ensure_topics(const Settings& settings,
                                                const std::vector<TopicSpec>& specs, bool create,
                                                Millis deadline);

}  // namespace vedette::kafka
