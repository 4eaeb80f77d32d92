#include "kafka/topics.hpp"

#include <charconv>

namespace vedette::kafka {
namespace {

constexpr int kSafeReplicas = 3;
constexpr int kSafeInSync = 2;
constexpr const char* kInSync = "min.insync.replicas";

std::string days(int count) { return std::to_string(86'400'000LL * count); }

/// The topic's min.insync.replicas; kSafeInSync when the broker did not say.
int in_sync_of(const TopicFacts& facts) {
  const auto found = facts.config.find(kInSync);
  int value = kSafeInSync;
  if (found == facts.config.end()) return value;
  const std::string& text = found->second;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

void append_differences(std::vector<std::string>& out, const TopicSpec& spec,
                        const TopicFacts& facts) {
  const std::string start = "topic " + spec.name + " has ";
  if (facts.partitions != spec.partitions) {
    out.push_back(start + std::to_string(facts.partitions) + " partitions, not the " +
                  std::to_string(spec.partitions) + " asked for; it is used as it is");
  }
  for (const auto& [name, wanted] : spec.config) {
    const auto found = facts.config.find(name);
    if (found == facts.config.end() || found->second == wanted) continue;
    std::string warning = start;
    warning.append(name).append("=").append(found->second).append(", not ").append(wanted);
    out.push_back(warning.append(" as intended; it is used as it is"));
  }
}

}  // namespace

TopicSpec results_topic(const TopicOptions& options) {
  return {std::string(kResultsTopic),
          options.partitions,
          options.replication,
          {{"retention.ms", days(7)},
           {"max.message.bytes", std::to_string(kResultsMaxBytes)},
           {"message.timestamp.type", "LogAppendTime"}}};
}

TopicSpec dead_letter_topic(const TopicOptions& options) {
  return {std::string(kDeadLetterTopic),
          1,
          options.replication,
          {{"retention.ms", days(30)}, {"max.message.bytes", std::to_string(kDeadLetterMaxBytes)}}};
}

TopicSpec states_topic(const TopicOptions& options, int shards) {
  return {std::string(kStatesTopic),
          shards,
          options.replication,
          {{"cleanup.policy", "compact,delete"},
           {"retention.ms", days(7)},
           {"segment.bytes", "16777216"},
           {"segment.ms", "3600000"},
           {"min.cleanable.dirty.ratio", "0.1"}}};
}

std::vector<std::string> compare(const std::vector<TopicSpec>& specs,
                                 const std::map<std::string, TopicFacts>& facts) {
  std::vector<std::string> warnings;
  std::string unsafe;
  for (const TopicSpec& spec : specs) {
    const auto found = facts.find(spec.name);
    if (found == facts.end()) continue;
    append_differences(warnings, spec, found->second);
    const int in_sync = in_sync_of(found->second);
    if (found->second.replication >= kSafeReplicas && in_sync >= kSafeInSync) continue;
    if (!unsafe.empty()) unsafe += ", ";
    unsafe += spec.name;
    unsafe += " (replicas " + std::to_string(found->second.replication) + ", ";
    unsafe += kInSync;
    unsafe += " " + std::to_string(in_sync) + ")";
  }
  if (!unsafe.empty()) {
    warnings.push_back(
        "ACKNOWLEDGED RESULTS CAN BE LOST WITH ONE BROKER: " + unsafe +
        "; for production use at least 3 replicas (--kafka-replication) and min.insync.replicas 2");
  }
  return warnings;
}

}  // namespace vedette::kafka
