#include "operator/reconcile/plan/file_plan.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/require.hpp"
#include "operator/reconcile/plan/key_use.hpp"
#include "operator/reconcile/policies/reason.hpp"
#include "operator/render/content_key.hpp"

namespace vedette::op {
namespace {

using Lines = std::map<model::TargetId, std::string>;

/// Longer than kubelet takes to refresh a volume without being poked.
constexpr Millis kShrinkStays{10 * 60 * 1000};

std::int64_t unix_millis(SystemTime time) {
  return std::chrono::duration_cast<Millis>(time.time_since_epoch()).count();
}

/// The previous lines that this file still is the place of.
Lines lines_of(const std::optional<TargetFile>& previous, const FileIdentity& identity) {
  if (!previous || previous->source != identity.source) return {};
  Lines lines = previous->lines;
  if (previous->files != identity.files) {
    std::erase_if(lines, [&](const Lines::value_type& entry) {
      return model::shard_of(entry.first, identity.files) != identity.index;
    });
  }
  return lines;
}

/// Contents that stand under their own hash.
Contents genuine(const Contents& secrets) {
  Contents contents;
  for (const auto& [key, content] : secrets) {
    if (content_key(content) == key) contents.emplace(key, content);
  }
  return contents;
}

/// One planning.
class Planning {
 public:
  Planning(const FileIdentity& identity, const PreviousOutput& previous,
           const DecidedTargets& targets, SystemTime now)
      : identity_(identity),
        previous_(previous),
        targets_(targets),
        now_(now),
        lines_(lines_of(previous.file, identity)),
        contents_(genuine(previous.secrets)) {}

  FilePlan run() {
    for (const auto& [id, decided] : targets_) {
      contents_.insert(decided.decision->secrets.begin(), decided.decision->secrets.end());
    }
    for (const auto& [id, line] : lines_) use_.add(file_keys(line));
    for (const auto& [id, decided] : targets_) apply(id, decided);
    plan_lines();
    plan_secrets();
    return std::move(plan_);
  }

 private:
  void apply(const model::TargetId& id, const DecidedTarget& decided) {
    const auto known = lines_.find(id);
    switch (decided.decision->action) {
      case LineAction::Keep:
        return;
      case LineAction::Remove:
        if (known == lines_.end()) return;
        use_.remove(file_keys(known->second));
        lines_.erase(known);
        return;
      case LineAction::Write:
        write(id, decided, known == lines_.end() ? std::string() : known->second);
        return;
    }
  }

  void write(const model::TargetId& id, const DecidedTarget& decided, const std::string& before) {
    require(decided.manifest != nullptr, "what is written has a manifest");
    const SystemTime since = schedule_since(before, *decided.manifest, now_);
    std::string line = render_line(*decided.manifest, decided.decision->references, since);
    if (!exchange(before, line)) {
      plan_.too_large.insert(id);
      if (!before.empty() && is_resolved(before)) return;
      line = render_line(*decided.manifest, {}, since);
      require(exchange(before, line), "a line without contents fits");
    }
    lines_[id] = std::move(line);
  }

  /// Counts the contents of `line` instead of those of `before`; false, and nothing changed, when
  /// there is no room for them.
  [[nodiscard]] bool exchange(const std::string& before, const std::string& line) {
    const std::size_t bytes = use_.bytes();
    use_.remove(file_keys(before));
    use_.add(file_keys(line));
    if (use_.bytes() <= std::max(bytes, kMostObjectBytes)) return true;
    use_.remove(file_keys(line));
    use_.add(file_keys(before));
    return false;
  }

  void plan_lines() {
    const Lines none;
    const Lines& before = previous_.file ? previous_.file->lines : none;
    for (const auto& [id, line] : lines_) {
      const auto known = before.find(id);
      if (known == before.end()) {
        ++plan_.added;
      } else if (known->second != line) {
        ++plan_.changed;
      }
    }
    plan_.removed = before.size() - (lines_.size() - plan_.added);
    const bool same = previous_.file && previous_.file->source == identity_.source &&
                      previous_.file->files == identity_.files;
    if (same && plan_.added + plan_.changed + plan_.removed == 0) return;
    plan_.file = TargetFile{identity_.source, identity_.index, identity_.files,
                            epoch(),          may_shrink(),    lines_};
  }

  [[nodiscard]] std::int64_t epoch() const {
    const std::int64_t now = unix_millis(now_);
    return previous_.file ? std::max(previous_.file->epoch + 1, now) : now;
  }

  [[nodiscard]] bool may_shrink() const {
    if (plan_.removed > 0) return true;
    return previous_.file && previous_.file->allow_shrink &&
           unix_millis(now_) - previous_.file->epoch < kShrinkStays.count();
  }

  void plan_secrets() {
    std::size_t bytes = 0;
    const auto put = [&](const std::string& key) {
      const auto content = contents_.find(key);
      if (content == contents_.end()) return false;
      if (bytes + content->second.size() > kMostObjectBytes) return false;
      if (plan_.secrets.emplace(key, content->second).second) bytes += content->second.size();
      return true;
    };
    for (const auto& [key, count] : use_.uses()) {
      if (!put(key)) plan_.lost_keys.push_back(key);
    }
    // Readers have the previous epoch until they have seen this one.
    if (plan_.file && previous_.file) {
      for (const auto& [id, line] : previous_.file->lines) {
        for (const std::string& key : file_keys(line)) static_cast<void>(put(key));
      }
    } else {
      for (const auto& [key, content] : previous_.secrets) static_cast<void>(put(key));
    }
    plan_.secrets_changed = plan_.secrets != previous_.secrets;
  }

  const FileIdentity& identity_;
  const PreviousOutput& previous_;
  const DecidedTargets& targets_;
  SystemTime now_;
  Lines lines_;        ///< as they stand so far
  Contents contents_;  ///< of all keys that are known
  KeyUse use_{contents_};
  FilePlan plan_;
};

}  // namespace

FilePlan plan_file(const FileIdentity& identity, const PreviousOutput& previous,
                   const DecidedTargets& targets, SystemTime now) {
  return Planning(identity, previous, targets, now).run();
}

void refuse_secrets(Decision& decision) {
  const Condition refusal = make_condition(
      Reason::SecretsTooLarge,
      "What the spec refers to does not fit into one Secret of 1 MiB with what the targets of the "
      "same file refer to; share CA bundles between targets, shorten them, or raise --files");
  for (Condition& condition : decision.conditions) {
    if (condition.type == refusal.type) condition = refusal;
  }
}

}  // namespace vedette::op
