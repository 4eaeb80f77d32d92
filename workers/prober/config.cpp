#include "prober/config.hpp"

#include <algorithm>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "kafka/options.hpp"
#include "model/place_name.hpp"
#include "model/url.hpp"
#include "prober/config_egress.hpp"
#include "runtime/logging_options.hpp"
#include "runtime/options.hpp"

namespace vedette::prober {
namespace {

using runtime::ExitCode;

constexpr std::size_t kMostEngines = 64;
constexpr std::size_t kMostInFlight = 1'000'000;
constexpr std::size_t kMostChecks = 8;
constexpr int kMostShards = 1024;
constexpr std::size_t kMostTargetMetrics = 100'000;

void add_file_options(CLI::App& command, targets::TargetFilesOptions& files) {
  command
      .add_option("--secrets-dir", files.secrets_dir,
                  "Directory of what targets refer to: <namespace>/<name>/<key>")
      ->type_name("DIR");
  command.add_option("--source", files.source, "Source of hand-written targets")
      ->type_name("NAME")
      ->capture_default_str();
}

void add_paths(CLI::App& command, targets::TargetFilesOptions& files) {
  command.add_option("paths", files.paths, "Files or directories of targets")
      ->type_name("PATH")
      ->required();
}

void add_location(CLI::App& command, std::string& location) {
  command.add_option("--location", location, "Name of the place that targets are probed from")
      ->type_name("NAME")
      ->capture_default_str();
}

void add_connectivity_option(CLI::App& command, std::vector<std::string>& urls) {
  const auto read = [&urls](const std::vector<std::string>& texts) {
    for (const std::string& text : texts) {
      if (const auto url = model::parse_url(text); !url) {
        throw CLI::ValidationError("--connectivity-check", url.error().message);
      }
      urls.push_back(text);
    }
    if (urls.size() > kMostChecks) {
      throw CLI::ValidationError("--connectivity-check",
                                 fmt::format("at most {} URLs can be given", kMostChecks));
    }
  };
  command
      .add_option_function<std::vector<std::string>>(
          "--connectivity-check", read,
          "A URL that answers with 200 to 299 while this prober's network works; may be repeated. "
          "While none does, what fails for want of a network is unknown (prober_offline), not down")
      ->type_name("URL")
      ->allow_extra_args(false);
}

std::optional<std::string> fault_of_names(const std::string& location, const std::string& source) {
  if (!model::is_place_name(location)) {
    return fmt::format("--location is {}, but should be 1 to 63 of a-z, 0-9 and -", location);
  }
  if (!model::is_place_name(source)) {
    return fmt::format("--source is {}, but should be 1 to 63 of a-z, 0-9 and -", source);
  }
  return std::nullopt;
}

/// The first thing that is wrong with values that parse.
std::optional<std::string> fault_of(const RunConfig& config) {
  if (const auto valid = kafka::validate(config.kafka); !valid) return valid.error().message;
  return fault_of_names(config.location, config.files.source);
}

void add_run_options(CLI::App& command, RunConfig& config) {
  command.add_option("--targets", config.files.paths, "Files or directories of targets")
      ->type_name("PATH")
      ->required();
  add_file_options(command, config.files);
  add_location(command, config.location);
  command.add_option("--engines", config.engines, "Threads that probe; one manages 10 000 targets")
      ->check(CLI::Range(std::size_t{1}, kMostEngines).description(""))
      ->type_name("NUMBER")
      ->capture_default_str();
  command
      .add_option("--max-in-flight", config.max_in_flight,
                  "Most probes at one time; a slot beyond it is missed and counted")
      ->check(CLI::Range(std::size_t{1}, kMostInFlight).description(""))
      ->type_name("NUMBER")
      ->capture_default_str();
  runtime::add_choice(
      command, "--sharding", config.sharding,
      {{"none", Sharding::None}, {"kafka", Sharding::Kafka}},
      "How the probers of a location share its targets: none = this one has all, kafka = those "
      "that run divide them, by a consumer group");
  command
      .add_option(
          "--shards", config.shards,
          "Parts that a location's targets are shared in: the partitions of vedette.states, "
          "the same on every prober")
      ->check(CLI::Range(1, kMostShards).description(""))
      ->type_name("NUMBER")
      ->capture_default_str();
  command
      .add_option("--prober-name", config.prober_name,
                  "Name of this prober in results and heartbeats; the host's when it is not given")
      ->type_name("NAME");
  add_connectivity_option(command, config.connectivity_checks);
  add_egress_options(command, config.egress);
  add_proxy_option(command, config.proxies);
  kafka::add_connection_options(command, config.kafka);
  kafka::add_topic_options(command, config.topics);
  kafka::add_producer_options(command, config.producer);
  command
      .add_option("--listen", config.listen,
                  "Address of /metrics, /metrics/targets, /livez, /readyz and /targets")
      ->type_name("HOST:PORT")
      ->capture_default_str();
  command
      .add_option("--target-metrics", config.target_metrics,
                  "Most targets on /metrics/targets, each about 23 series and 3 KB; those beyond "
                  "are left out and counted; 0 shows none")
      ->check(CLI::Range(std::size_t{0}, kMostTargetMetrics).description(""))
      ->type_name("NUMBER")
      ->capture_default_str();
  command
      .add_option("--probe-listen", config.probe_listen,
                  "Address of POST /probe, which probes at once and shows how (SECURITY.md); "
                  "without it there is none")
      ->type_name("HOST:PORT");
  runtime::add_logging_options(command, config.logging);
}

void add_once_options(CLI::App& command, OnceConfig& config) {
  add_paths(command, config.files);
  add_file_options(command, config.files);
  add_location(command, config.location);
  add_egress_options(command, config.egress);
  add_proxy_option(command, config.proxies);
  runtime::add_choice(command, "--output", config.output,
                      {{"table", OnceConfig::Output::Table}, {"json", OnceConfig::Output::Json}},
                      "A table for people, or one result per line as it goes to Kafka");
}

}  // namespace

Config read_config(int argc, const char* const* argv, std::ostream& out, std::ostream& err) {
  CLI::App app("Checks websites on time and sends every result to Kafka", "vedette-prober");
  app.require_subcommand(1);

  RunConfig run;
  add_run_options(*app.add_subcommand("run", "Probe on schedule until told to stop"), run);

  OnceConfig once;
  CLI::App* once_command = app.add_subcommand("once", "Probe each target once, now, without Kafka");
  add_once_options(*once_command, once);

  CheckConfig check;
  CLI::App* check_command = app.add_subcommand("check", "Hold target files against every rule");
  add_paths(*check_command, check.files);
  add_file_options(*check_command, check.files);

  if (const auto code = runtime::parse_command_line(app, argc, argv, out, err)) return *code;
  std::optional<std::string> fault;
  if (check_command->parsed()) {
    fault = fault_of_names("default", check.files.source);
    if (!fault) return check;
  } else if (once_command->parsed()) {
    fault = fault_of_names(once.location, once.files.source);
    if (!fault) return once;
  } else {
    fault = fault_of(run);
    if (!fault) return run;
  }
  err << "vedette-prober: " << *fault << '\n';
  return ExitCode::BadInput;
}

}  // namespace vedette::prober
