#include "prober/commands/once.hpp"

#include <algorithm>
#include <cstdlib>
#include <ostream>
#include <vector>

#include <unistd.h>

#include "model/probe_result_json.hpp"
#include "prober/commands/probe_all.hpp"
#include "prober/commands/result_table.hpp"
#include "targets/rules/rule.hpp"
#include "targets/target_files.hpp"

namespace vedette::prober {
namespace {

using runtime::ExitCode;

/// What makes the input invalid. A reference that cannot be read does not: it is its target's
/// result, config_error.
std::vector<targets::Fault> faults_of(const targets::TargetSet& set) {
  std::vector<targets::Fault> faults = set.faults;
  std::erase_if(faults, [](const targets::Fault& fault) {
    return fault.rule == targets::rule_id(targets::Rule::Reference);
  });
  return faults;
}

std::vector<Assignment> assign(const targets::TargetSet& set, const OnceConfig& config) {
  Planner planner(config.proxies);
  std::vector<Assignment> assignments;
  for (const targets::LoadedTarget& loaded : set.targets) {
    if (loaded.target->suspended || !loaded.target->is_for(config.location)) continue;
    Assignment assignment{.target = loaded.target, .plan = nullptr, .unusable = {}};
    if (loaded.unusable) {
      assignment.unusable = *loaded.unusable;
    } else if (auto plan = planner.make(loaded.target)) {
      assignment.plan = std::move(*plan);
    } else {
      assignment.unusable = plan.error().message;
    }
    assignments.push_back(std::move(assignment));
  }
  std::ranges::sort(assignments, {}, [](const Assignment& each) {
    return std::pair(std::string_view(each.target->ns), std::string_view(each.target->name));
  });
  return assignments;
}

/// Colours are for terminals, unless NO_COLOR (no-color.org) or a dumb terminal forbids them.
bool wants_colours() {
  // Nobody in this process changes the environment.
  const char* no_color = std::getenv("NO_COLOR");  // NOLINT(concurrency-mt-unsafe)
  const char* terminal = std::getenv("TERM");      // NOLINT(concurrency-mt-unsafe)
  const bool forbidden = no_color != nullptr && *no_color != '\0';
  return isatty(STDOUT_FILENO) == 1 && !forbidden &&
         (terminal == nullptr || std::string_view(terminal) != "dumb");
}

}  // namespace

ExitCode run_once(const OnceConfig& config, const std::stop_token& stop, std::ostream& out,
                  std::ostream& err) {
  const auto set = targets::TargetFiles(config.files).load();
  if (const auto faults = faults_of(*set); !faults.empty()) {
    for (const targets::Fault& fault : faults) err << to_text(fault) << '\n';
    err << "vedette-prober: nothing was probed; mend the target files first\n";
    return ExitCode::BadInput;
  }
  const std::vector<Assignment> assignments = assign(*set, config);
  const Identity identity = make_identity(config.location, {}, RealClock().system_now());
  const auto results =
      probe_all(assignments, identity, website_probes(EgressPolicy(config.egress)), stop);

  if (config.output == OnceConfig::Output::Json) {
    for (const model::ProbeResult& result : results) out << to_json(result) << '\n';
  } else {
    out << result_table(results, wants_colours() ? Colours::On : Colours::Off);
  }
  out.flush();
  if (results.size() < assignments.size()) return ExitCode::Failed;
  const bool all_up = std::ranges::all_of(results, [](const model::ProbeResult& result) {
    return result.facts.outcome == model::Outcome::Up;
  });
  return all_up ? ExitCode::Ok : ExitCode::TargetNotUp;
}

}  // namespace vedette::prober
