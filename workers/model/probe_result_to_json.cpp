#include <string>
#include <string_view>

#include <boost/json/monotonic_resource.hpp>

#include "model/json_writer.hpp"
#include "model/probe_result_json.hpp"

namespace vedette::model {
namespace {

namespace json = boost::json;

ObjectWriter write_target(const ResultTarget& target, ObjectWriter out) {
  out.text("id", to_text(target.id));
  out.text("source", target.source);
  out.text("namespace", target.ns);
  out.text("name", target.name);
  out.text("url", target.url);
  out.number("intervalMs", target.interval.count());
  out.number("generation", target.generation);
  ObjectWriter labels = out.nested();
  for (const auto& [name, value] : target.labels) labels.text(name, value);
  out.object("labels", std::move(labels));
  return out;
}

ObjectWriter write_durations(const Durations& durations, ObjectWriter out) {
  out.number("dns", durations.dns.count());
  out.number("connect", durations.connect.count());
  out.number("tls", durations.tls.count());
  out.number("request", durations.request.count());
  out.number("processing", durations.processing.count());
  out.number("transfer", durations.transfer.count());
  out.number("total", durations.total.count());
  return out;
}

ObjectWriter write_tls(const TlsFacts& tls, ObjectWriter out) {
  out.text_unless_empty("version", tls.version);
  out.text_unless_empty("cipher", tls.cipher);
  out.time("notBefore", tls.not_before);
  out.time("notAfter", tls.not_after);
  out.time("earliestNotAfter", tls.earliest_not_after);
  out.text_unless_empty("issuer", tls.issuer);
  out.text_unless_empty("sha256", tls.sha256);
  if (tls.verify_error) {
    out.text("verifyError", *tls.verify_error);
  } else {
    out.null("verifyError");
  }
  return out;
}

void write_facts(const ProbeFacts& facts, ObjectWriter& out) {
  out.number("statusCode", facts.status_code);
  out.flag("bodyMatched", facts.body_matched);
  out.number("bytes", facts.bytes);
  out.number("wireBytes", facts.wire_bytes);
  out.flag("bodyTruncated", facts.body_truncated);
  out.text_unless_empty("httpVersion", facts.http_version);
  out.text_unless_empty("address", facts.address);
  out.number("redirects", facts.redirects);
  out.object("durationsUs", write_durations(facts.durations, out.nested()));
  if (facts.tls) out.object("tls", write_tls(*facts.tls, out.nested()));
}

}  // namespace

std::string to_json(const ProbeResult& result) {
  // A usual result needs about 4 KiB of tree; more comes from the heap.
  unsigned char buffer[8192];
  json::monotonic_resource memory(buffer, sizeof buffer);
  ObjectWriter out(&memory);
  out.object("target", write_target(result.target, out.nested()));
  out.text("location", result.location);
  out.text("prober", result.prober);
  out.number("epoch", result.epoch);
  out.time("scheduledAt", result.scheduled_at);
  out.time("startedAt", result.started_at);
  out.time("producedAt", result.produced_at);
  out.flag("firstRun", result.first_run);
  out.flag("stalled", result.stalled);
  out.text("outcome", to_text(result.facts.outcome));
  out.text("reason", to_text(result.facts.reason));
  if (result.facts.phase) out.text("phase", to_text(*result.facts.phase));
  out.text_unless_empty("message", result.facts.message);
  out.text("verdict", to_text(result.verdict));
  out.time("verdictSince", result.verdict_since);
  out.text("previousVerdict", to_text(result.previous_verdict));
  write_facts(result.facts, out);
  return out.serialize();
}

std::string result_id(const ProbeResult& result) {
  const auto slot = std::chrono::floor<Millis>(result.scheduled_at.time_since_epoch());
  std::string id = to_text(result.target.id);
  id.append("/").append(result.location).append("/").append(std::to_string(slot.count()));
  return id;
}

}  // namespace vedette::model
