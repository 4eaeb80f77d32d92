#include "operator/config.hpp"

#include <unistd.h>

#include <array>
#include <cstdlib>
#include <optional>
#include <ostream>

#include <fmt/format.h>

#include "model/place_name.hpp"
#include "runtime/logging_options.hpp"
#include "runtime/options.hpp"
#include "targets/rules/name_rules.hpp"

namespace vedette::op {
namespace {

using runtime::ExitCode;

constexpr int kMostFiles = 100;  // names have two digits

/// The variables that a pod has, from which settings come that no flag names.
Environment pod_environment() {
  Environment environment;
  for (const char* name :
       {"KUBERNETES_SERVICE_HOST", "KUBERNETES_SERVICE_PORT", "POD_NAMESPACE", "POD_NAME"}) {
    // Read once, before any thread.
    const char* const value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe)
    if (value != nullptr && *value != '\0') environment.emplace(name, value);
  }
  return environment;
}

/// The pod's name, else the machine's.
std::string default_identity(const Environment& environment) {
  if (const auto pod = environment.find("POD_NAME"); pod != environment.end()) return pod->second;
  std::array<char, 256> name{};
  return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "vedette-operator";
}

void add_source(CLI::App& command, std::string& source) {
  command.add_option("--source", source, "Name of this cluster; a part of every target's id")
      ->type_name("NAME")
      ->capture_default_str();
}

void add_files(CLI::App& command, int& files) {
  command
      .add_option("--files", files,
                  "How many files the targets are spread over; readers must mount as many. Never "
                  "lower it: what the files beyond hold would stay")
      ->check(CLI::Range(1, kMostFiles).description(""))
      ->type_name("NUMBER")
      ->capture_default_str();
}

void add_kube_options(CLI::App& command, ApiFlags& flags) {
  command
      .add_option("--namespace", flags.ns,
                  "Where the files are written and the readers run. Default: POD_NAMESPACE, else "
                  "the service account's")
      ->type_name("NAME");
  command
      .add_option(
          "--kube-api", flags.kube_api,
          "The API server; http:// for kubectl proxy. Default: the one of this pod's cluster")
      ->type_name("URL");
  command
      .add_option("--kube-ca", flags.kube_ca,
                  "PEM file of the CA that signed the API server. Default: the service account's")
      ->type_name("FILE");
  command
      .add_option("--kube-token-file", flags.kube_token_file,
                  "File that holds the bearer token; read again every minute. Default: the service "
                  "account's")
      ->type_name("FILE");
}

void add_run_options(CLI::App& command, RunConfig& config, ApiFlags& flags) {
  add_kube_options(command, flags);
  command
      .add_option("--watch-namespaces", config.watch_namespaces,
                  "Where Targets are looked for. Default: everywhere")
      ->type_name("NAME");
  add_source(command, config.source);
  command
      .add_option("--locations", config.locations,
                  "Names of the prober groups; nothing depends on them until probers report")
      ->type_name("NAME")
      ->capture_default_str();
  add_files(command, config.files);
  runtime::add_switch(command, "--secrets", config.secrets,
                      "Whether Targets may refer to Secrets and ConfigMaps. false: none are read "
                      "and no Secret is written");
  runtime::add_switch(command, "--leader-election", config.leader_election,
                      "Whether one of several replicas writes, by a Lease. false: this one does");
  command
      .add_option("--identity", config.identity,
                  "Name of this replica in the Lease. Default: POD_NAME, else the host's name")
      ->type_name("NAME");
  command.add_option("--listen", config.listen, "Address of /metrics, /livez and /readyz")
      ->type_name("HOST:PORT")
      ->capture_default_str();
  runtime::add_logging_options(command, config.logging);
}

void add_manifests(CLI::App& command, targets::TargetFilesOptions& files) {
  command.add_option("paths", files.paths, "Files or directories of manifests")
      ->type_name("PATH")
      ->required();
  command
      .add_option("--secrets-dir", files.secrets_dir,
                  "Directory of what they refer to: <namespace>/<name>/<key>")
      ->type_name("DIR");
  add_source(command, files.source);
}

void add_render_options(CLI::App& command, RenderConfig& config) {
  add_manifests(command, config.files);
  add_files(command, config.file_count);
  command
      .add_option("--output-dir", config.output_dir,
                  "Writes the files there. Default: a List of ConfigMaps and Secrets for `kubectl "
                  "apply --server-side -f -` goes to standard output")
      ->type_name("DIR");
}

/// The first thing that is wrong with names that parse.
std::optional<std::string> fault_of(const std::string& source,
                                    const std::vector<std::string>& locations,
                                    const std::vector<std::string>& namespaces) {
  if (!model::is_place_name(source)) {
    return fmt::format("--source is {}, but should be 1 to 63 of a-z, 0-9 and -", source);
  }
  for (const std::string& location : locations) {
    if (model::is_place_name(location)) continue;
    return fmt::format("--locations has {}, but should have names of 1 to 63 of a-z, 0-9 and -",
                       location);
  }
  for (const std::string& ns : namespaces) {
    if (targets::is_dns_label(ns)) continue;
    return fmt::format("--watch-namespaces has {}, but should have names of namespaces", ns);
  }
  return std::nullopt;
}

/// Fills in what the flags left open; the first thing that is wrong.
std::optional<std::string> complete(RunConfig& config, const ApiFlags& flags) {
  if (auto fault = fault_of(config.source, config.locations, config.watch_namespaces)) return fault;
  const Environment environment = pod_environment();
  auto api = resolve_api_settings(flags, environment);
  if (!api) return api.error().message;
  config.api = std::move(*api);
  if (config.identity.empty()) config.identity = default_identity(environment);
  return std::nullopt;
}

}  // namespace

Config read_config(int argc, const char* const* argv, std::ostream& out, std::ostream& err) {
  CLI::App app("Turns Targets into the files that probers read, and says how they are",
               "vedette-operator");
  app.require_subcommand(1);

  RunConfig run;
  ApiFlags flags;
  add_run_options(*app.add_subcommand("run", "Keep the files up to date until told to stop"), run,
                  flags);

  RenderConfig render;
  CLI::App* render_command = app.add_subcommand(
      "render", "Show what `run` would write, from manifests, without a cluster");
  add_render_options(*render_command, render);

  CheckConfig check;
  CLI::App* check_command = app.add_subcommand("check", "Hold manifests against every rule");
  add_manifests(*check_command, check.files);

  if (const auto code = runtime::parse_command_line(app, argc, argv, out, err)) return *code;
  std::optional<std::string> fault;
  if (check_command->parsed()) {
    fault = fault_of(check.files.source, {}, {});
    if (!fault) return check;
  } else if (render_command->parsed()) {
    fault = fault_of(render.files.source, {}, {});
    if (!fault) return render;
  } else {
    fault = complete(run, flags);
    if (!fault) return run;
  }
  err << "vedette-operator: " << *fault << '\n';
  return ExitCode::BadInput;
}

}  // namespace vedette::op
