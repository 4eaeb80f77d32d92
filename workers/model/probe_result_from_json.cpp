#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "model/json_reader.hpp"
#include "model/probe_result_json.hpp"

namespace vedette::model {
namespace {

constexpr std::int64_t kDayMs = 86'400'000;
constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

void read_target(ObjectReader& in, ResultTarget& target) {
  std::string id;
  in.text("id", Need::Required, id);
  if (const auto known = target_id_from(id)) {
    target.id = *known;
  } else {
    in.refuse("id", "is no UUID");
  }
  in.text("source", Need::Required, target.source);
  in.text("namespace", Need::Required, target.ns);
  in.text("name", Need::Required, target.name);
  in.text("url", Need::Optional, target.url);
  target.interval = Millis(in.number("intervalMs", 0, kDayMs));
  in.number("generation", Need::Optional, 0, kMost, target.generation);
  in.object("labels", Need::Optional, [&](ObjectReader& labels) { labels.texts(target.labels); });
}

void read_durations(ObjectReader& in, Durations& durations) {
  const auto read = [&](const char* name) { return Micros(in.number(name, 0, kDayMs * 1000)); };
  durations.dns = read("dns");
  durations.connect = read("connect");
  durations.tls = read("tls");
  durations.request = read("request");
  durations.processing = read("processing");
  durations.transfer = read("transfer");
  durations.total = read("total");
}

void read_tls(ObjectReader& in, TlsFacts& tls) {
  in.text("version", Need::Optional, tls.version);
  in.text("cipher", Need::Optional, tls.cipher);
  in.time("notBefore", Need::Optional, tls.not_before);
  in.time("notAfter", Need::Optional, tls.not_after);
  in.time("earliestNotAfter", Need::Optional, tls.earliest_not_after);
  in.text("issuer", Need::Optional, tls.issuer);
  in.text("sha256", Need::Optional, tls.sha256);
  std::string verify_error;
  in.text("verifyError", Need::Optional, verify_error);
  if (!verify_error.empty()) tls.verify_error = std::move(verify_error);
}

void read_facts(ObjectReader& in, ProbeFacts& facts) {
  facts.outcome = in.word("outcome", Need::Required, outcome_from).value_or(Outcome::Unknown);
  std::string reason;
  in.text("reason", Need::Optional, reason);
  facts.reason = reason_from(reason);
  facts.phase = in.word("phase", Need::Optional, phase_from);
  in.text("message", Need::Optional, facts.message);
  std::optional<std::int64_t> status;
  in.number("statusCode", Need::Optional, 100, 999, status);
  if (status) facts.status_code = static_cast<int>(*status);
  in.flag("bodyMatched", facts.body_matched);
  facts.bytes = in.number("bytes", 0, kMost);
  facts.wire_bytes = in.number("wireBytes", 0, kMost);
  facts.body_truncated = in.flag("bodyTruncated");
  in.text("httpVersion", Need::Optional, facts.http_version);
  in.text("address", Need::Optional, facts.address);
  facts.redirects = static_cast<int>(in.number("redirects", 0, 1000));
  in.object("durationsUs", Need::Optional,
            [&](ObjectReader& durations) { read_durations(durations, facts.durations); });
  in.object("tls", Need::Optional, [&](ObjectReader& tls) { read_tls(tls, facts.tls.emplace()); });
}

void read_result(ObjectReader& in, ProbeResult& result) {
  in.object("target", Need::Required,
            [&](ObjectReader& target) { read_target(target, result.target); });
  in.text("location", Need::Required, result.location);
  in.text("prober", Need::Optional, result.prober);
  result.epoch = in.number("epoch", 0, kMostEpoch);
  result.scheduled_at = in.time("scheduledAt");
  result.started_at = in.time("startedAt");
  result.produced_at = in.time("producedAt");
  result.first_run = in.flag("firstRun");
  result.stalled = in.flag("stalled");
  result.verdict = in.word("verdict", Need::Optional, verdict_from).value_or(Verdict::Unknown);
  result.previous_verdict =
      in.word("previousVerdict", Need::Optional, verdict_from).value_or(Verdict::Unknown);
  in.time("verdictSince", Need::Optional, result.verdict_since);
  read_facts(in, result.facts);
}

}  // namespace

Result<ProbeResult> probe_result_from_json(std::string_view text) {
  ProbeResult result;
  return read_json_object(text, "a probe result",
                          [&](ObjectReader& in) { read_result(in, result); })
      .map([&] { return std::move(result); });
}

}  // namespace vedette::model
