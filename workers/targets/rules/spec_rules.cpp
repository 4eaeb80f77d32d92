#include "targets/rules/spec_rules.hpp"

#include <algorithm>

#include "model/duration.hpp"
#include "model/url.hpp"
#include "targets/rules/duration_rules.hpp"
#include "targets/rules/expect_rules.hpp"
#include "targets/rules/http_rules.hpp"
#include "targets/rules/label_rules.hpp"
#include "targets/rules/location_rules.hpp"
#include "targets/rules/tls_rules.hpp"

namespace vedette::targets {
namespace {

using model::IpFamily;
using model::Target;

constexpr Millis kLeastInterval{1'000};
constexpr Millis kMostInterval{24 * 3'600'000};
constexpr Millis kDefaultTimeout{10'000};
constexpr size_t kLongestUrl = 2048;
constexpr size_t kLongestSuspendReason = 256;

void read_url(const Field& field, Target& target) {
  field.require_present();
  const auto url = field.text(kLongestUrl);
  if (!url) return;
  target.url = *url;
  if (const auto parsed = model::parse_url(*url); !parsed) {
    field.refuse(Rule::Url, parsed.error().message);
  }
}

void read_times(const Field& interval_field, const Field& timeout_field, Target& target) {
  const auto interval = read_duration(interval_field, kLeastInterval, kMostInterval);
  const auto timeout = read_duration(timeout_field, Millis(1), kMostInterval);
  target.interval = interval.value_or(target.interval);
  target.timeout = timeout.value_or(std::min(kDefaultTimeout, target.interval));
  const bool interval_known = interval || !interval_field.present();
  if (!timeout || !interval_known || *timeout <= target.interval) return;
  timeout_field.refuse(Rule::TimeoutWithinInterval, "timeout (" + model::to_text(*timeout) +
                                                        ") must not exceed interval (" +
                                                        model::to_text(target.interval) + ")");
}

void read_suspend(const Field& suspend, Target& target) {
  if (!suspend.object({"reason"})) return;
  const Field reason = suspend["reason"];
  target.suspended = true;
  target.suspend_reason = reason.text(kLongestSuspendReason).value_or("");
}

}  // namespace

void read_spec(const Field& spec, PatternCheck& patterns, Target& target) {
  spec.require_present();
  if (!spec.object({"url", "interval", "timeout", "suspend", "locations", "quorum", "http",
                    "ipFamily", "tls", "expect", "failureThreshold", "successThreshold", "labels"},
                   {"tcp"})) {
    return;
  }
  const Field url = spec["url"];
  const Field interval = spec["interval"];
  const Field timeout = spec["timeout"];
  const Field suspend = spec["suspend"];
  const Field locations = spec["locations"];
  const Field quorum = spec["quorum"];
  const Field http = spec["http"];
  const Field ip_family = spec["ipFamily"];
  const Field tls = spec["tls"];
  const Field expect = spec["expect"];
  const Field failures = spec["failureThreshold"];
  const Field successes = spec["successThreshold"];
  const Field labels = spec["labels"];
  read_url(url, target);
  read_times(interval, timeout, target);
  read_suspend(suspend, target);
  read_locations(locations, quorum, target);
  target.http = read_http(http);
  target.ip_family =
      read_choice<IpFamily>(
          ip_family, {{"Auto", IpFamily::Auto}, {"IPv4", IpFamily::IPv4}, {"IPv6", IpFamily::IPv6}})
          .value_or(IpFamily::Auto);
  target.tls = read_tls(tls);
  target.expect = read_expect(expect, patterns);
  target.failure_threshold = failures.integer(1, 10, target.failure_threshold);
  target.success_threshold = successes.integer(1, 10, target.success_threshold);
  target.labels = read_labels(labels);
}

}  // namespace vedette::targets
