#include "support/kube_api_process.hpp"

#include <chrono>
#include <fstream>
#include <stdexcept>
#include <utility>

#include "support/first_line.hpp"
#include "support/hack_script.hpp"

namespace vedette::test {
namespace {

using namespace std::chrono_literals;

/// kubectl's and helm's own time limits are shorter.
constexpr auto kCommandDeadline = 2min;

std::string without_final_newline(std::string text) {
  text.erase(text.find_last_not_of('\n') + 1);
  return text;
}

/// From the lines `name=host:port` that hack/kube leaves behind.
std::string address(const std::filesystem::path& file, const std::string& name) {
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with(name + '=')) return line.substr(name.size() + 1);
  }
  throw std::runtime_error("no address of " + name + " in " + file.string());
}

void check(const std::string& program, const Finished& finished) {
  if (finished.status.code != 0) {
    throw std::runtime_error(program + " failed: " + finished.standard_error);
  }
}

/// A role of that kind with these rules, bound to the service account of the same name.
std::string role(const std::string& prefix, const std::string& name_space, const std::string& name,
                 const std::string& rules) {
  const std::string scope = prefix.empty() ? ", namespace: " + name_space : "";
  const std::string role_name = prefix.empty() ? name : name_space + "-" + name;
  return "---\napiVersion: rbac.authorization.k8s.io/v1\nkind: " + prefix +
         "Role\nmetadata: {name: " + role_name + scope + "}\nrules: " + rules +
         "\n---\napiVersion: rbac.authorization.k8s.io/v1\nkind: " + prefix +
         "RoleBinding\nmetadata: {name: " + role_name + scope +
         "}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: " + prefix +
         "Role, name: " + role_name +
         "}\nsubjects: [{kind: ServiceAccount, namespace: " + name_space + ", name: " + name +
         "}]\n";
}

}  // namespace

KubeApiProcess::KubeApiProcess(KubeApiOptions options)
    : options_(std::move(options)), directory_("vedette-kube") {
  // Before start(), whose minutes are meant for the server and not for a build.
  run_hack_script("kube", {.arguments = {"build"}}, 40min);
  start();
}

KubeApiProcess::~KubeApiProcess() = default;

void KubeApiProcess::start() {
  ChildOptions options{.arguments = {"run", directory_.path()},
                       .environment = {},
                       .stdout_file = directory_.path() / "run.log",
                       .stderr_file = directory_.path() / "run.log"};
  if (options_.controllers == KubeApiOptions::Controllers::Running) {
    options.arguments.emplace_back("--controllers");
  }
  for (const auto& flag : options_.api_flags) {
    options.arguments.insert(options.arguments.end(), {"--api-flag", flag});
  }
  api_ = std::make_unique<ChildProcess>(hack_script("kube"), std::move(options));
  run_hack_script("kube", {.arguments = {"wait", directory_.path(), std::to_string(api_->pid())}},
                  200s);
  url_ = "https://" + address(directory_.path() / "addresses", "api");
}

void KubeApiProcess::stop() { end("stop"); }
void KubeApiProcess::kill9() { end("kill"); }

void KubeApiProcess::end(const std::string& command) {
  run_hack_script("kube", {.arguments = {command, directory_.path()}});
  if (!api_->wait_for(10s)) throw std::runtime_error("Kubernetes did not stop within 10 s");
}

pid_t KubeApiProcess::pid() const {
  return std::stoi(first_line(directory_.path() / "pids/kube-apiserver.pid"));
}

std::filesystem::path KubeApiProcess::ca_file() const { return directory_.path() / "pki/ca.crt"; }

std::filesystem::path KubeApiProcess::admin_token_file() const {
  return directory_.path() / "admin.token";
}

std::string KubeApiProcess::admin_token() const { return first_line(admin_token_file()); }

std::filesystem::path KubeApiProcess::kubeconfig() const {
  return directory_.path() / "admin.kubeconfig";
}

std::string KubeApiProcess::kubectl(std::vector<std::string> arguments,
                                    std::string_view input) const {
  auto finished = try_kubectl(std::move(arguments), input);
  check("kubectl", finished);
  return without_final_newline(std::move(finished.standard_output));
}

Finished KubeApiProcess::try_kubectl(std::vector<std::string> arguments,
                                     std::string_view input) const {
  arguments.insert(arguments.begin(), "kubectl");
  return run_inside(std::move(arguments), input);
}

std::string KubeApiProcess::helm(std::vector<std::string> arguments) const {
  auto finished = try_helm(std::move(arguments));
  check("helm", finished);
  return without_final_newline(std::move(finished.standard_output));
}

Finished KubeApiProcess::try_helm(std::vector<std::string> arguments) const {
  arguments.insert(arguments.begin(), "helm");
  return run_inside(std::move(arguments), {});
}

Finished KubeApiProcess::run_inside(std::vector<std::string> command,
                                    std::string_view input) const {
  command.insert(command.begin(), {"exec", directory_.path().string()});
  const TemporaryDirectory scratch("vedette-kubectl");
  ChildOptions options{.arguments = std::move(command)};
  if (!input.empty()) {
    options.stdin_file = scratch.path() / "input";
    std::ofstream(options.stdin_file) << input;
  }
  return run_to_end(hack_script("kube"), std::move(options), kCommandDeadline);
}

std::filesystem::path KubeApiProcess::service_account_token(
    const std::string& name_space, const std::string& name,
    const ServiceAccountRules& rules) const {
  std::string manifests = "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: " + name +
                          ", namespace: " + name_space + "}\n";
  if (!rules.own_namespace.empty()) manifests += role("", name_space, name, rules.own_namespace);
  if (!rules.cluster.empty()) manifests += role("Cluster", name_space, name, rules.cluster);
  kubectl({"apply", "-f", "-"}, manifests);
  const auto file = directory_.path() / (name_space + "-" + name + ".token");
  std::ofstream(file) << kubectl({"create", "token", name, "-n", name_space, "--duration=1h"})
                      << '\n';
  return file;
}

}  // namespace vedette::test
