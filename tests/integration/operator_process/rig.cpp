#include "rig.hpp"

#include <csignal>
#include <stdexcept>

#include "operator/api/names.hpp"
#include "operator/kube/list_page.hpp"
#include "support/paths.hpp"
#include "support/wait_until.hpp"

namespace vedette::op::test {
namespace {

namespace json = boost::json;
using vedette::test::OperatorProcess;
using vedette::test::wait_until;

constexpr const char* kNamespace = "vedette";

// What charts/vedette grants.
constexpr const char* kOwnRules = R"([
  {"apiGroups": [""], "resources": ["configmaps", "secrets"], "verbs": ["list", "watch", "create", "get", "patch"]},
  {"apiGroups": [""], "resources": ["pods"], "verbs": ["list", "patch"]},
  {"apiGroups": ["coordination.k8s.io"], "resources": ["leases"], "verbs": ["create", "get", "update", "patch"]}])";
constexpr const char* kClusterRules = R"([
  {"apiGroups": ["vedette.dev"], "resources": ["targets"], "verbs": ["get", "list", "watch"]},
  {"apiGroups": ["vedette.dev"], "resources": ["targets/status"], "verbs": ["patch"]},
  {"apiGroups": ["events.k8s.io"], "resources": ["events"], "verbs": ["create"]},
  {"apiGroups": [""], "resources": ["secrets", "configmaps"], "verbs": ["list", "watch"]}])";

std::string prepare(vedette::test::KubeApiProcess& api) {
  api.kubectl({"apply", "-f", (vedette::test::source_dir() / "crds").string()});
  api.kubectl({"wait", "--for=condition=Established", "crd/targets.vedette.dev", "--timeout=60s"});
  api.kubectl({"create", "namespace", kNamespace});
  api.kubectl({"create", "namespace", "shop"});
  return api
      .service_account_token(kNamespace, "operator",
                             {.own_namespace = kOwnRules, .cluster = kClusterRules})
      .string();
}

/// A signal, and a write to a closed connection must not end the test program.
ApiClientOptions admin_options(const vedette::test::KubeApiProcess& api) {
  std::signal(SIGPIPE, SIG_IGN);
  return {.endpoint = {.url = api.url(), .ca_file = api.ca_file()},
          .token_file = api.admin_token_file()};
}

template <typename T>
T must(ApiResult<T> answer) {
  if (!answer) throw std::runtime_error(answer.error().message);
  return std::move(*answer);
}

}  // namespace

OperatorRig::OperatorRig()
    : client_(admin_options(api), clock_), admin_(client_, "test"), token_file_(prepare(api)) {}

std::unique_ptr<OperatorProcess> OperatorRig::launch_operator(
    const std::string& identity, const std::vector<std::string>& arguments) {
  std::vector<std::string> all{
      "--kube-api", api.url(),     "--kube-ca", api.ca_file().string(), "--kube-token-file",
      token_file_,  "--namespace", kNamespace,  "--identity",           identity};
  all.insert(all.end(), arguments.begin(), arguments.end());
  return std::make_unique<OperatorProcess>(std::move(all));
}

std::unique_ptr<OperatorProcess> OperatorRig::start_operator(
    const std::string& identity, const std::vector<std::string>& arguments) {
  auto started = launch_operator(identity, arguments);
  wait_until("the operator is ready", kPatience, [&] { return started->ready(); });
  return started;
}

void OperatorRig::put_target(const std::string& name, const std::string& url) {
  const json::object body{{"apiVersion", targets_resource().api_version()},
                          {"kind", "Target"},
                          {"metadata", json::object{{"name", name}, {"namespace", "shop"}}},
                          {"spec", json::object{{"url", url}}}};
  must(admin_.apply(targets_resource(), body, Part::Object));
}

void OperatorRig::delete_target(const std::string& name) {
  api.kubectl({"delete", "target", name, "-n", "shop"});
}

std::vector<TargetFile> OperatorRig::files() {
  std::vector<TargetFile> files;
  const auto objects = admin_.list(config_maps_resource(), kNamespace, std::string(kOutputLabel));
  if (!objects) return files;
  for (const Object& object : *objects) {
    const int index = std::stoi(object.key.name.substr(kTargetsPrefix.size()));
    const auto contents = config_map_contents(object.body);
    if (!contents) continue;
    if (auto file = restore(*contents, index)) files.push_back(std::move(*file));
  }
  return files;
}

std::string OperatorRig::line(const std::string& name) {
  const model::TargetId id = model::make_target_id("default", "shop", name);
  for (const TargetFile& file : files()) {
    if (const auto found = file.lines.find(id); found != file.lines.end()) return found->second;
  }
  return {};
}

std::map<std::string, std::string> OperatorRig::versions() {
  std::map<std::string, std::string> versions;
  const auto add = [&](const Resource& resource, const std::string& ns, const std::string& query) {
    const std::string path = resource.collection_path(ns) + "?" + query;
    const ListPage page =
        list_page_from(must(client_.call({.method = "GET", .path = path}))).value();
    for (const Object& object : page.items) {
      versions[resource.kind + "/" + object.key.name] = object.resource_version;
    }
  };
  const std::string output = "labelSelector=" + std::string(kOutputLabel);
  add(config_maps_resource(), kNamespace, output);
  add(secrets_resource(), kNamespace, output);
  add(targets_resource(), "shop", "");
  return versions;
}

std::size_t OperatorRig::changed_since(const std::map<std::string, std::string>& before) {
  const auto now = versions();
  std::size_t changed = 0;
  for (const auto& [name, version] : before) {
    const auto found = now.find(name);
    if (found == now.end() || found->second != version) ++changed;
  }
  return changed;
}

std::string OperatorRig::condition(const std::string& target, const std::string& type) {
  const std::string path = "{.status.conditions[?(@.type==\"" + type + "\")]";
  return api.kubectl({"get", "target", target, "-n", "shop", "-o",
                      "jsonpath=" + path + ".status}/" + path + ".reason}"});
}

std::chrono::milliseconds time_until(const std::string& what, const std::function<bool()>& holds) {
  const auto start = std::chrono::steady_clock::now();
  wait_until(what, kPatience, holds);
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                               start);
}

}  // namespace vedette::op::test
