#include "prober/fleet/targets_json.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "base/require.hpp"
#include "base/time_text.hpp"
#include "base/utf8.hpp"

namespace vedette::prober {
namespace {

namespace json = boost::json;

constexpr std::size_t kTextBytes = 4096;
constexpr std::size_t kTargetsInARow = 256;

void put_time(json::object& out, std::string_view name, const std::optional<SystemTime>& time) {
  if (time) out.emplace(name, to_rfc3339(*time));
}

void put_text(json::object& out, std::string_view name, std::string_view text) {
  if (!text.empty()) out.emplace(name, clean_utf8(text, kTextBytes));
}

json::object last_result(const LastResult& last) {
  json::object out;
  put_time(out, "scheduledAt", last.scheduled_at);
  put_time(out, "startedAt", last.started_at);
  out.emplace("outcome", to_text(last.outcome));
  out.emplace("reason", to_text(last.reason));
  if (last.phase) out.emplace("phase", to_text(*last.phase));
  put_text(out, "message", last.message);
  if (last.status_code) out.emplace("statusCode", *last.status_code);
  out.emplace("totalUs", last.durations.total.count());
  out.emplace("stalled", last.stalled);
  out.emplace("verdict", to_text(last.verdict));
  put_time(out, "verdictSince", last.verdict_since);
  put_time(out, "certificateNotAfter", last.certificate_not_after);
  return out;
}

json::object results(const TargetRecord& record) {
  json::object out;
  for (const auto outcome : {model::Outcome::Up, model::Outcome::Down, model::Outcome::Unknown}) {
    out.emplace(to_text(outcome), record.results.at(static_cast<std::size_t>(outcome)));
  }
  return out;
}

/// Who has the target's shard, as far as this prober can say: others do not tell it.
void put_shard(json::object& out, const ProberStanding& standing, const model::Target& target) {
  const int shard = model::shard_of(target.id, static_cast<int>(standing.shards->size()));
  out.emplace("shard", shard);
  const ShardStanding& ours = standing.shards->at(static_cast<std::size_t>(shard));
  out.emplace("probed", ours.probed && !target.suspended && target.is_for(standing.location));
  if (ours.owned) out.emplace("owner", clean_utf8(standing.prober, kTextBytes));
  if (ours.epoch) out.emplace("epoch", *ours.epoch);
  if (ours.restoring) out.emplace("restoring", true);
}

json::object target(const targets::LoadedTarget& loaded, const LastResults& last_results,
                    const ProberStanding& standing) {
  const model::Target& target = *loaded.target;
  json::object out;
  out.emplace("id", to_text(target.id));
  out.emplace("source", target.source);
  out.emplace("namespace", target.ns);
  out.emplace("name", target.name);
  out.emplace("url", target.url);
  out.emplace("intervalMs", target.interval.count());
  out.emplace("timeoutMs", target.timeout.count());
  if (target.generation) out.emplace("generation", *target.generation);
  put_text(out, "file", loaded.file);
  if (target.suspended) out.emplace("suspended", clean_utf8(target.suspend_reason, kTextBytes));
  if (!target.locations.empty()) {
    json::array locations(target.locations.begin(), target.locations.end());
    out.emplace("locations", std::move(locations));
  }
  if (loaded.unusable) put_text(out, "unusable", *loaded.unusable);
  put_shard(out, standing, target);
  if (const auto record = last_results.record(target.id)) {
    out.emplace("results", results(*record));
    if (record->last) out.emplace("last", last_result(*record->last));
  }
  return out;
}

json::object file(const targets::LoadedFile& loaded) {
  json::object out;
  put_text(out, "file", loaded.file);
  out.emplace("source", loaded.source);
  out.emplace("epoch", loaded.epoch);
  out.emplace("targets", loaded.targets);
  return out;
}

/// Appends a member that is an array, one element at a time: the whole tree of a large set would
/// cost many times its text.
template <typename Elements, typename ToJson>
void append_array(std::string& out, std::string_view name, const Elements& elements,
                  ToJson to_json) {
  out.append("\"").append(name).append("\":[");
  bool first = true;
  for (const auto& element : elements) {
    out.append(first ? "\n" : ",\n").append(json::serialize(to_json(element)));
    first = false;
  }
  out.append("]");
}

}  // namespace

TargetsJson::TargetsJson(std::shared_ptr<const targets::TargetSet> set,
                         const LastResults& last_results, ProberStanding standing)
    : set_(std::move(set)), last_results_(last_results), standing_(std::move(standing)) {
  require(!standing_.shards->empty(), "there is at least one shard");
}

std::string TargetsJson::next() {
  switch (stage_) {
    case Stage::Opening:
      stage_ = Stage::Targets;
      return opening();
    case Stage::Targets:
      if (next_target_ < set_->targets.size()) return some_targets();
      stage_ = Stage::Ended;
      return the_rest();
    case Stage::Ended:
      return {};
  }
  return {};
}

std::string TargetsJson::opening() const {
  json::object who;
  put_text(who, "prober", standing_.prober);
  put_text(who, "location", standing_.location);
  who.emplace("shards", standing_.shards->size());
  std::string out = json::serialize(who);
  out.back() = ',';  // in place of the closing brace
  return out.append("\"targets\":[");
}

std::string TargetsJson::some_targets() {
  std::string out;
  const std::size_t end = std::min(next_target_ + kTargetsInARow, set_->targets.size());
  for (; next_target_ < end; ++next_target_) {
    out.append(next_target_ == 0 ? "\n" : ",\n")
        .append(json::serialize(target(set_->targets[next_target_], last_results_, standing_)));
  }
  return out;
}

std::string TargetsJson::the_rest() const {
  std::string out = "],";
  append_array(out, "files", set_->files, file);
  out.append(",");
  append_array(out, "faults", set_->faults, [](const targets::Fault& fault) {
    return json::value(clean_utf8(to_text(fault), kTextBytes));
  });
  return out.append("}\n");
}

}  // namespace vedette::prober
