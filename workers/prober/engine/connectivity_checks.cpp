#include "prober/engine/connectivity_checks.hpp"

#include "prober/egress/policy.hpp"

namespace vedette::prober {
namespace {

constexpr int kBodyBytes = 1024;  // of an answer whose status is enough

model::Target target_of(const std::string& url) {
  model::Target target;
  target.name = "connectivity-check";
  target.url = url;
  target.http.follow_redirects = false;  // a portal that wants a password redirects
  target.http.max_body_bytes = kBodyBytes;
  return target;
}

}  // namespace

Result<ConnectivityChecks> make_connectivity_checks(const std::vector<std::string>& urls) {
  ConnectivityChecks checks;
  checks.factory = website_probes(EgressPolicy());
  Planner planner;
  for (const std::string& url : urls) {
    auto plan = planner.make(std::make_shared<const model::Target>(target_of(url)));
    if (!plan) {
      return fail(ErrorKind::Invalid, "--connectivity-check " + url + ": " + plan.error().message);
    }
    checks.plans.emplace_back(url, std::move(*plan));
  }
  return checks;
}

}  // namespace vedette::prober
