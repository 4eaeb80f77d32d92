#include "support/writer/synthetic_results.hpp"

#include <fmt/format.h>

namespace vedette::test {
namespace {

model::TlsFacts tls_of(std::size_t target, SystemTime around) {
  model::TlsFacts tls;
  tls.version = "1.3";
  tls.cipher = "TLS_AES_128_GCM_SHA256";
  tls.not_before = around - std::chrono::days(30);
  tls.not_after = around + std::chrono::days(60);
  tls.earliest_not_after = tls.not_after;
  tls.issuer = "CN=Synthetic CA";
  tls.sha256 = fmt::format("{:064x}", target);
  return tls;
}

}  // namespace

SyntheticResults::SyntheticResults(Options options) : options_(std::move(options)) {
  targets_.reserve(options_.targets);
  for (std::size_t i = 0; i < options_.targets; ++i) {
    model::ResultTarget target;
    target.source = "default";
    target.ns = "synthetic";
    target.name = fmt::format("target-{:06}", i);
    target.id = model::make_target_id(target.source, target.ns, target.name);
    target.url = fmt::format("{}://site-{}.example/health", i % 2 == 0 ? "https" : "http", i);
    target.interval = options_.interval;
    target.labels = {{"team", fmt::format("team-{}", i % 10)}};
    targets_.push_back(std::move(target));
  }
}

model::ProbeResult SyntheticResults::make(std::size_t n) const {
  const std::size_t index = n % targets_.size();
  model::ProbeResult result;
  result.target = targets_[index];
  result.location = options_.location;
  result.prober = fmt::format("prober-{}", index % 3);
  result.epoch = 1'795'446'000'000;
  result.scheduled_at =
      options_.first_slot + options_.interval * static_cast<long>(n / targets_.size());
  result.started_at = result.scheduled_at + Micros(1'000 + n % 977);
  result.produced_at = result.started_at + Micros(8'000);
  const bool down = n % 20 == 7;
  model::ProbeFacts& facts = result.facts;
  facts.outcome = down ? model::Outcome::Down : model::Outcome::Up;
  facts.reason = down ? model::Reason::StatusMismatch : model::Reason::Ok;
  if (down) {
    facts.phase = model::Phase::Processing;
    facts.message = "status 503 is not one of 200-299";
  }
  facts.status_code = down ? 503 : 200;
  facts.bytes = 10'126;
  facts.wire_bytes = 10'380;
  facts.http_version = "1.1";
  facts.address = fmt::format("192.0.2.{}:443", index % 250);
  facts.durations = {Micros(120),   Micros(900), Micros(2'100), Micros(80),
                     Micros(4'100), Micros(300), Micros(7'600)};
  if (index % 2 == 0) facts.tls = tls_of(index, options_.first_slot);
  result.verdict = down ? model::Verdict::Down : model::Verdict::Up;
  result.previous_verdict = model::Verdict::Up;
  result.verdict_since = options_.first_slot;
  return result;
}

}  // namespace vedette::test
