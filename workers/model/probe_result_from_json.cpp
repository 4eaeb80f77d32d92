#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>

#include "base/time_text.hpp"
#include "model/probe_result_json.hpp"

namespace vedette::model {
namespace {

namespace json = boost::json;

constexpr std::int64_t kDayMs = 86'400'000;
constexpr std::int64_t kMostEpoch = 253'402'300'799'999;  // the year 9999 in Unix ms
constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

/// Whether a field may be missing; null counts as missing.
enum class Need { Required, Optional };

/// Takes fields out of one JSON object. The first thing that is wrong is kept in `error`, shared by
/// all nested objects, and everything after it is skipped.
class ObjectReader {
 public:
  ObjectReader(const json::object& object, std::string prefix, std::string& error)
      : object_(object), prefix_(std::move(prefix)), error_(error) {}

  void text(const char* name, Need need, std::string& out) {
    const json::value* value = find(name, need);
    if (value == nullptr) return;
    if (!value->is_string()) return refuse(name, "is not a string");
    const json::string& found = value->get_string();
    if (found.empty() && need == Need::Required) return refuse(name, "is empty");
    out.assign(found.data(), found.size());
  }

  void number(const char* name, std::int64_t least, std::int64_t most,
              std::optional<std::int64_t>& out) {
    const json::value* value = find(name, Need::Optional);
    if (value == nullptr) return;
    if (!value->is_int64()) return refuse(name, "is not an integer");
    const std::int64_t found = value->get_int64();
    if (found < least || found > most) {
      return refuse(name, "is outside " + std::to_string(least) + " to " + std::to_string(most));
    }
    out = found;
  }

  [[nodiscard]] std::int64_t number(const char* name, std::int64_t least, std::int64_t most) {
    std::optional<std::int64_t> found;
    number(name, least, most, found);
    return found.value_or(0);
  }

  void flag(const char* name, std::optional<bool>& out) {
    const json::value* value = find(name, Need::Optional);
    if (value == nullptr) return;
    if (!value->is_bool()) return refuse(name, "is not a boolean");
    out = value->get_bool();
  }

  [[nodiscard]] bool flag(const char* name) {
    std::optional<bool> found;
    flag(name, found);
    return found.value_or(false);
  }

  void time(const char* name, Need need, std::optional<SystemTime>& out) {
    std::string found;
    text(name, need, found);
    if (found.empty()) return;
    out = from_rfc3339(found);
    if (!out) refuse(name, "is no time as RFC 3339 writes it");
  }

  [[nodiscard]] SystemTime time(const char* name) {
    std::optional<SystemTime> found;
    time(name, Need::Required, found);
    return found.value_or(SystemTime{});
  }

  /// Reads a word of a closed set; `from` gives nothing for a word outside it.
  template <typename From>
  auto word(const char* name, Need need, From from) -> decltype(from(std::string_view{})) {
    std::string found;
    text(name, need, found);
    const auto value = from(found);
    if (!value && !(found.empty() && need == Need::Optional)) refuse(name, "is an unknown word");
    return value;
  }

  /// Calls `use` with a reader of the object inside, when there is one.
  template <typename Use>
  void object(const char* name, Need need, Use use) {
    const json::value* value = find(name, need);
    if (value == nullptr) return;
    if (!value->is_object()) return refuse(name, "is not an object");
    ObjectReader inner(value->get_object(), prefix_ + name + ".", error_);
    use(inner);
  }

  /// Every field, all of which must be strings.
  void texts(std::vector<std::pair<std::string, std::string>>& out) {
    for (const auto& [name, value] : object_) {
      if (!value.is_string()) return refuse(std::string(name).c_str(), "is not a string");
      const json::string& found = value.get_string();
      out.emplace_back(std::string(name), std::string(found.data(), found.size()));
    }
  }

  void refuse(const char* name, const std::string& why) {
    if (error_.empty()) error_ = prefix_ + name + " " + why;
  }

 private:
  [[nodiscard]] const json::value* find(const char* name, Need need) {
    const json::value* value = object_.if_contains(name);
    if (value != nullptr && !value->is_null()) return value;
    if (need == Need::Required) refuse(name, "is missing");
    return nullptr;
  }

  const json::object& object_;
  std::string prefix_;
  std::string& error_;
};

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
  in.number("generation", 0, kMost, target.generation);
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
  in.number("statusCode", 100, 999, status);
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
  unsigned char buffer[8192];
  json::monotonic_resource memory(buffer, sizeof buffer);
  json::parse_options options;
  options.allow_invalid_utf8 = true;
  json::error_code parse_error;
  const json::value tree = json::parse(text, parse_error, &memory, options);
  if (parse_error) {
    return fail(ErrorKind::Invalid, "a probe result is no JSON: " + parse_error.message());
  }
  if (!tree.is_object()) return fail(ErrorKind::Invalid, "a probe result is no JSON object");
  ProbeResult result;
  std::string error;
  ObjectReader reader(tree.get_object(), "", error);
  read_result(reader, result);
  if (!error.empty()) return fail(ErrorKind::Invalid, "a probe result's " + error);
  return result;
}

}  // namespace vedette::model
