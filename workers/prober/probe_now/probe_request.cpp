#include "prober/probe_now/probe_request.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "prober/engine/change_gate.hpp"
#include "prober/probe_now/trace_json.hpp"
#include "targets/one_target.hpp"

namespace vedette::prober {
namespace {

runtime::Answer in_json(int status, std::string body) {
  return {.status = status, .content_type = "application/json", .body = std::move(body)};
}

runtime::Answer refusal(int status, const std::string& why) {
  return in_json(status, error_json(why));
}

int status_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::Invalid:
      return 409;
    case ErrorKind::Unavailable:
    case ErrorKind::Stopped:
      return 503;
    case ErrorKind::TimedOut:
      return 504;
    case ErrorKind::Internal:
      return 500;
  }
  return 500;
}

runtime::Answer probe(const std::shared_ptr<const model::Target>& target, ProbeDesk& desk) {
  const model::Method method = target->http.method;
  if (changes_things(method)) {
    return refusal(409, std::string(to_text(method)) +
                            " changes things; such a target is probed on its schedule only");
  }
  const auto probed = desk.probe(target);
  if (!probed) return refusal(status_of(probed.error().kind), probed.error().message);
  return in_json(200, probed_json(*probed));
}

runtime::Answer probe_known(const std::string& name, const targets::TargetSet& known,
                            ProbeDesk& desk) {
  const auto place = std::ranges::find_if(known.targets, [&](const targets::LoadedTarget& each) {
    return each.target->full_name() == name;
  });
  if (place == known.targets.end()) {
    return refusal(404, "there is no target " + name + "; give NAMESPACE/NAME of one in /targets");
  }
  if (place->unusable) return refusal(409, *place->unusable);
  return probe(place->target, desk);
}

}  // namespace

runtime::Answer answer_probe(const runtime::Posted& posted, const targets::TargetSet& known,
                             const std::string& source, ProbeDesk& desk) {
  const auto name = posted.parameters.find("target");
  const bool by_name = name != posted.parameters.end();
  if (by_name != posted.body.empty()) {
    return refusal(400, "give either ?target=NAMESPACE/NAME or a body of one Target");
  }
  if (by_name) return probe_known(name->second, known, desk);
  const auto target = targets::read_one_target(posted.body, source);
  if (!target) return refusal(400, target.error().message);
  return probe(*target, desk);
}

}  // namespace vedette::prober
