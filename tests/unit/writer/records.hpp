#pragma once

#include <memory>
#include <string>
#include <vector>

#include "kafka/consumer.hpp"
#include "model/probe_result.hpp"
#include "model/probe_result_json.hpp"

namespace vedette::writer::test {

inline constexpr SystemTime kNow =
    std::chrono::sys_days(std::chrono::November / 24 / 2026) + std::chrono::hours(15);

/// A result that is fine in every way.
inline model::ProbeResult good_result() {
  model::ProbeResult result;
  result.target.source = "default";
  result.target.ns = "shop";
  result.target.name = "checkout";
  result.target.id = model::make_target_id("default", "shop", "checkout");
  result.target.url = "https://shop.example/";
  result.target.interval = Millis(30'000);
  result.location = "eu-west";
  result.prober = "prober-0";
  result.epoch = 1'795'446'000'000;
  result.scheduled_at = kNow - Millis(1'000);
  result.started_at = result.scheduled_at + Micros(1'034);
  result.produced_at = result.started_at + Micros(8'000);
  result.facts.outcome = model::Outcome::Up;
  result.facts.reason = model::Reason::Ok;
  result.verdict = model::Verdict::Up;
  return result;
}

/// A record that owns its bytes, as a consumer would return it.
inline kafka::Record make_record(std::string value, std::int64_t offset = 0,
                                 std::int32_t partition = 0, std::string type = {}) {
  struct Owned {
    std::string value;
    std::string type;
  };
  auto* owned = new Owned{std::move(value), std::move(type)};
  kafka::Record record;
  record.topic = "vedette.results";
  record.partition = partition;
  record.offset = offset;
  record.key = "4bbc9db3-fb8c-5e33-b54d-d2b09f09887c";
  record.value = owned->value;
  if (!owned->type.empty()) record.headers.push_back({"ce_type", owned->type});
  record.owner = {owned, [](void* bytes) { delete static_cast<Owned*>(bytes); }};
  return record;
}

inline kafka::Record make_record(const model::ProbeResult& result, std::int64_t offset = 0,
                                 std::int32_t partition = 0) {
  return make_record(model::to_json(result), offset, partition,
                     std::string(model::kProbeResultType));
}

}  // namespace vedette::writer::test
