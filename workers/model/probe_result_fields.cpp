#include "model/probe_result_fields.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <type_traits>

#include "base/require.hpp"
#include "base/time_text.hpp"

namespace vedette::model {
namespace {

using enum Need;
using Out = ProbeResult;
using In = const JsonScalar&;

constexpr std::int64_t kDayMs = 86'400'000;
constexpr std::int64_t kDayUs = kDayMs * 1'000;
constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

constexpr const char* kNoText = "is not a string";
constexpr const char* kUnknownWord = "is an unknown word";

std::string text(In value, std::string& out) {
  const auto* found = std::get_if<std::string_view>(&value);
  if (found == nullptr) return kNoText;
  out.assign(*found);
  return {};
}

std::string text(In value, std::optional<std::string>& out) {
  const auto* found = std::get_if<std::string_view>(&value);
  if (found == nullptr) return kNoText;
  if (!found->empty()) out = *found;
  return {};
}

template <typename Number>
std::string number(In value, std::int64_t least, std::int64_t most, Number& out) {
  const auto* found = std::get_if<std::int64_t>(&value);
  if (found == nullptr) return "is not an integer";
  if (*found < least || *found > most) {
    return "is outside " + std::to_string(least) + " to " + std::to_string(most);
  }
  out = static_cast<Number>(*found);
  return {};
}

template <typename Flag>
std::string flag(In value, Flag& out) {
  const auto* found = std::get_if<bool>(&value);
  if (found == nullptr) return "is not a boolean";
  out = *found;
  return {};
}

/// An empty text leaves `out` alone: it does not apply.
template <typename Time>
std::string time(In value, Time& out) {
  const auto* found = std::get_if<std::string_view>(&value);
  if (found == nullptr) return kNoText;
  if (found->empty()) return {};
  const auto read = from_rfc3339(*found);
  if (!read) return "is no time as RFC 3339 writes it";
  out = *read;
  return {};
}

/// A word of a closed set; an empty one as in time().
template <typename From, typename Word>
std::string word(In value, From from, Word& out) {
  const auto* found = std::get_if<std::string_view>(&value);
  if (found == nullptr) return kNoText;
  if (found->empty()) return {};
  const auto read = from(*found);
  if (!read) return kUnknownWord;
  if constexpr (std::is_same_v<std::remove_const_t<decltype(read)>, Word>) {
    out = read;
  } else {
    out = *read;
  }
  return {};
}

std::string target_id(In value, TargetId& out) {
  const auto* found = std::get_if<std::string_view>(&value);
  if (found == nullptr) return kNoText;
  const auto read = target_id_from(*found);
  if (!read) return "is no UUID";
  out = *read;
  return {};
}

std::string reason(In value, Reason& out) {
  const auto* found = std::get_if<std::string_view>(&value);
  if (found == nullptr) return kNoText;
  out = reason_from(*found);
  return {};
}

std::string duration(In value, Micros& out) { return number(value, 0, kDayUs, out); }

constexpr ResultField kTargetFields[] = {
    {"id", Required, [](Out& o, In v) { return target_id(v, o.target.id); }},
    {"source", Required, [](Out& o, In v) { return text(v, o.target.source); }},
    {"namespace", Required, [](Out& o, In v) { return text(v, o.target.ns); }},
    {"name", Required, [](Out& o, In v) { return text(v, o.target.name); }},
    {"url", Optional, [](Out& o, In v) { return text(v, o.target.url); }},
    {"intervalMs", Optional, [](Out& o, In v) { return number(v, 0, kDayMs, o.target.interval); }},
    {"generation", Optional, [](Out& o, In v) { return number(v, 0, kMost, o.target.generation); }},
    {"labels", Optional, nullptr, Place::Labels},
};

constexpr ResultField kDurationFields[] = {
    {"dns", Optional, [](Out& o, In v) { return duration(v, o.facts.durations.dns); }},
    {"connect", Optional, [](Out& o, In v) { return duration(v, o.facts.durations.connect); }},
    {"tls", Optional, [](Out& o, In v) { return duration(v, o.facts.durations.tls); }},
    {"request", Optional, [](Out& o, In v) { return duration(v, o.facts.durations.request); }},
    {"processing", Optional,
     [](Out& o, In v) { return duration(v, o.facts.durations.processing); }},
    {"transfer", Optional, [](Out& o, In v) { return duration(v, o.facts.durations.transfer); }},
    {"total", Optional, [](Out& o, In v) { return duration(v, o.facts.durations.total); }},
};

constexpr ResultField kTlsFields[] = {
    {"version", Optional, [](Out& o, In v) { return text(v, o.facts.tls->version); }},
    {"cipher", Optional, [](Out& o, In v) { return text(v, o.facts.tls->cipher); }},
    {"notBefore", Optional, [](Out& o, In v) { return time(v, o.facts.tls->not_before); }},
    {"notAfter", Optional, [](Out& o, In v) { return time(v, o.facts.tls->not_after); }},
    {"earliestNotAfter", Optional,
     [](Out& o, In v) { return time(v, o.facts.tls->earliest_not_after); }},
    {"issuer", Optional, [](Out& o, In v) { return text(v, o.facts.tls->issuer); }},
    {"sha256", Optional, [](Out& o, In v) { return text(v, o.facts.tls->sha256); }},
    {"verifyError", Optional, [](Out& o, In v) { return text(v, o.facts.tls->verify_error); }},
};

constexpr ResultField kRootFields[] = {
    {"target", Required, nullptr, Place::Target},
    {"location", Required, [](Out& o, In v) { return text(v, o.location); }},
    {"prober", Optional, [](Out& o, In v) { return text(v, o.prober); }},
    {"epoch", Optional, [](Out& o, In v) { return number(v, 0, kMostEpoch, o.epoch); }},
    {"scheduledAt", Required, [](Out& o, In v) { return time(v, o.scheduled_at); }},
    {"startedAt", Required, [](Out& o, In v) { return time(v, o.started_at); }},
    {"producedAt", Required, [](Out& o, In v) { return time(v, o.produced_at); }},
    {"firstRun", Optional, [](Out& o, In v) { return flag(v, o.first_run); }},
    {"stalled", Optional, [](Out& o, In v) { return flag(v, o.stalled); }},
    {"outcome", Required, [](Out& o, In v) { return word(v, outcome_from, o.facts.outcome); }},
    {"reason", Optional, [](Out& o, In v) { return reason(v, o.facts.reason); }},
    {"phase", Optional, [](Out& o, In v) { return word(v, phase_from, o.facts.phase); }},
    {"message", Optional, [](Out& o, In v) { return text(v, o.facts.message); }},
    {"verdict", Optional, [](Out& o, In v) { return word(v, verdict_from, o.verdict); }},
    {"verdictSince", Optional, [](Out& o, In v) { return time(v, o.verdict_since); }},
    {"previousVerdict", Optional,
     [](Out& o, In v) { return word(v, verdict_from, o.previous_verdict); }},
    {"statusCode", Optional, [](Out& o, In v) { return number(v, 100, 999, o.facts.status_code); }},
    {"bodyMatched", Optional, [](Out& o, In v) { return flag(v, o.facts.body_matched); }},
    {"bytes", Optional, [](Out& o, In v) { return number(v, 0, kMost, o.facts.bytes); }},
    {"wireBytes", Optional, [](Out& o, In v) { return number(v, 0, kMost, o.facts.wire_bytes); }},
    {"bodyTruncated", Optional, [](Out& o, In v) { return flag(v, o.facts.body_truncated); }},
    {"httpVersion", Optional, [](Out& o, In v) { return text(v, o.facts.http_version); }},
    {"address", Optional, [](Out& o, In v) { return text(v, o.facts.address); }},
    {"redirects", Optional, [](Out& o, In v) { return number(v, 0, 1000, o.facts.redirects); }},
    {"durationsUs", Optional, nullptr, Place::Durations},
    {"tls", Optional, nullptr, Place::Tls},
};

static_assert(std::size(kRootFields) <= kMostFields);

constexpr ResultObject kRoot{"", kRootFields, [](Out&) {}};
constexpr ResultObject kTarget{"target.", kTargetFields, [](Out& o) {
                                 o.target.url.clear();
                                 o.target.interval = {};
                                 o.target.generation.reset();
                                 o.target.labels.clear();
                               }};
constexpr ResultObject kLabels{"target.labels.", {}, [](Out& o) { o.target.labels.clear(); }};
constexpr ResultObject kDurations{"durationsUs.", kDurationFields,
                                  [](Out& o) { o.facts.durations = {}; }};
constexpr ResultObject kTls{"tls.", kTlsFields, [](Out& o) { o.facts.tls.emplace(); }};

}  // namespace

const ResultObject& object_of(Place place) {
  switch (place) {
    case Place::Root:
      return kRoot;
    case Place::Target:
      return kTarget;
    case Place::Labels:
      return kLabels;
    case Place::Durations:
      return kDurations;
    case Place::Tls:
      return kTls;
  }
  require(false, "a place without an object");
  return kRoot;
}

void add_label(ProbeResult& result, std::string_view name, std::string_view value) {
  auto& labels = result.target.labels;
  const auto known = std::ranges::find(labels, name, &std::pair<std::string, std::string>::first);
  if (known != labels.end()) {
    known->second.assign(value);
  } else if (labels.size() < kMostLabels) {
    labels.emplace_back(name, value);
  }
}

}  // namespace vedette::model
