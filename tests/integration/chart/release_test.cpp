#include <boost/test/unit_test.hpp>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "chart.hpp"
#include "support/kube_api_process.hpp"

// Real releases: Helm, an API server with controllers, and namespaces that enforce the Pod Security
// Standard "restricted". No kubelet: pods are made and stay Pending.

namespace vedette::test {
namespace {

using Strings = std::vector<std::string>;

KubeApiProcess& cluster() {
  static KubeApiProcess api({.controllers = KubeApiOptions::Controllers::Running});
  return api;
}

/// The deadline rides in kubectl's own flag.
void wait_for(const Strings& arguments) {
  Strings command{"wait", "--timeout=30s"};
  command.insert(command.end(), arguments.begin(), arguments.end());
  cluster().kubectl(std::move(command));
}

constexpr const char* kDefinition = "targets.vedette.dev";
constexpr const char* kTarget =
    "apiVersion: vedette.dev/v1alpha1\nkind: Target\nmetadata: {name: site}\n"
    "spec: {url: \"https://example.com/\"}\n";

/// A namespace of its own for a test case, gone with it, the definition of Target included.
class Namespace {
 public:
  explicit Namespace(std::string name) : name_(std::move(name)) {
    cluster().kubectl({"create", "namespace", name_});
    cluster().kubectl({"label", "namespace", name_, "pod-security.kubernetes.io/enforce=restricted",
                       "pod-security.kubernetes.io/warn=restricted"});
    wait_for({"--for=create", "serviceaccount/default", "-n", name_});
  }
  ~Namespace() {
    (void)cluster().try_helm({"uninstall", "vedette", "-n", name_, "--ignore-not-found"});
    // It outlives its release on purpose, and belongs to it.
    (void)cluster().try_kubectl({"delete", "crd", kDefinition, "--ignore-not-found"});
    (void)cluster().try_kubectl({"delete", "namespace", name_, "--wait=false"});
  }
  Namespace(const Namespace&) = delete;
  Namespace& operator=(const Namespace&) = delete;

  [[nodiscard]] const std::string& name() const { return name_; }

  /// helm install|upgrade of the release "vedette" with a file of ci/; its whole error output,
  /// which is where warnings of the API server go, must be empty.
  void release(const std::string& verb, const std::string& values, Strings more = {}) const {
    const auto finished = try_release(verb, values, std::move(more));
    BOOST_TEST(finished.status.code.value_or(-1) == 0);
    BOOST_TEST(finished.standard_error == "");
  }

  [[nodiscard]] Finished try_release(const std::string& verb, const std::string& values,
                                     Strings more = {}) const {
    Strings arguments{verb,  "vedette",  chart_dir().string(),        "-n",
                      name_, "--values", values_file(values).string()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return cluster().try_helm(std::move(arguments));
  }

  /// kubectl in this namespace.
  std::string kubectl(Strings arguments, std::string_view input = {}) const {
    arguments.insert(arguments.end(), {"-n", name_});
    return cluster().kubectl(std::move(arguments), input);
  }

  void declare_target() const {
    wait_for({"--for=condition=Established", std::string("crd/") + kDefinition});
    kubectl({"apply", "-f", "-"}, kTarget);
  }

  void wait_for_pods(const std::string& deployment, int count) const {
    wait_for({"--for=jsonpath={.status.replicas}=" + std::to_string(count),
              "deployment/" + deployment, "-n", name_});
  }

 private:
  std::string name_;
};

/// One question to the API server's authorizer.
struct Access {
  std::string verb;
  std::string group;
  std::string resource;  ///< with "/subresource"
  std::string ns;        ///< empty = all
  std::string name;      ///< empty = any
};

std::string review(const std::string& user, const Access& access) {
  const auto slash = access.resource.find('/');
  const std::string subresource =
      slash == std::string::npos ? "" : access.resource.substr(slash + 1);
  return "---\napiVersion: authorization.k8s.io/v1\nkind: SubjectAccessReview\nspec:\n  user: " +
         user + "\n  resourceAttributes: {verb: " + access.verb + ", group: \"" + access.group +
         "\", resource: " + access.resource.substr(0, slash) + ", subresource: \"" + subresource +
         "\", namespace: \"" + access.ns + "\", name: \"" + access.name + "\"}\n";
}

/// Asks whether the operator of the release "vedette" in `ns` may do each of these.
void check_access(const std::string& ns, const std::vector<Access>& questions, bool expected) {
  std::string reviews;
  for (const Access& access : questions) {
    reviews += review("system:serviceaccount:" + ns + ":vedette-operator", access);
  }
  std::istringstream answers(
      cluster().kubectl({"create", "-f", "-", "-o", "jsonpath={.status.allowed}{'\\n'}"}, reviews));
  for (const Access& access : questions) {
    std::string allowed;
    BOOST_REQUIRE(std::getline(answers, allowed));
    BOOST_TEST((allowed == "true") == expected, access.verb << ' ' << access.resource << ' '
                                                            << access.name << " in \"" << access.ns
                                                            << "\": " << allowed);
  }
}

BOOST_AUTO_TEST_SUITE(release)

BOOST_AUTO_TEST_CASE(restricted_namespace_takes_every_pod_without_a_warning) {
  const Namespace ns("restricted");
  ns.release("install", "strimzi-cloudnativepg");
  ns.wait_for_pods("vedette-operator", 2);
  ns.wait_for_pods("vedette-prober-default", 1);
  ns.wait_for_pods("vedette-writer", 2);
}

BOOST_AUTO_TEST_CASE(api_server_knows_every_field_of_every_rendering) {
  const Namespace ns("vedette");
  const Namespace shop("shop");
  const Namespace search("search");
  for (const std::string& name : values_names()) {
    const auto manifests = render({"--values", values_file(name).string()}).standard_output;
    const auto finished = cluster().try_kubectl(
        {"apply", "--dry-run=server", "--validate=strict", "-f", "-"}, manifests);
    BOOST_TEST(finished.status.code.value_or(-1) == 0, name);
    BOOST_TEST(finished.standard_error == "", name << ": " << finished.standard_error);
  }
}

BOOST_AUTO_TEST_CASE(pods_that_may_do_more_would_have_been_seen) {
  const Namespace ns("too-free");
  const auto finished =
      ns.try_release("install", "minimal", {"--set", "podSecurityContext.runAsNonRoot=false"});
  BOOST_TEST(finished.standard_error.find("would violate PodSecurity") != std::string::npos,
             finished.standard_error);
}

BOOST_AUTO_TEST_CASE(upgrade_keeps_selectors_and_changes_only_what_changed) {
  const Namespace ns("upgrade");
  ns.release("install", "minimal");
  ns.declare_target();
  const Strings generation{"get", "deployment/vedette-writer", "-o",
                           "jsonpath={.metadata.generation}"};
  ns.release("upgrade", "minimal");
  BOOST_TEST(ns.kubectl(generation) == "1");
  ns.release("upgrade", "locations", {"--set", "operator.logLevel=debug"});
  BOOST_TEST(ns.kubectl(generation) == "2");
  ns.wait_for_pods("vedette-prober-eu-west", 1);
  ns.wait_for_pods("vedette-prober-us-east", 1);
  BOOST_TEST(ns.kubectl({"get", "deployment", "-o", "name"}).find("prober-default") ==
             std::string::npos);
  BOOST_TEST(ns.kubectl({"get", "targets", "-o", "name"}) == "target.vedette.dev/site");
}

BOOST_AUTO_TEST_CASE(uninstall_leaves_the_targets_and_nothing_else) {
  const Namespace ns("uninstall");
  ns.release("install", "minimal");
  ns.declare_target();
  cluster().helm({"uninstall", "vedette", "-n", ns.name()});
  const std::string kinds =
      "deployments,serviceaccounts,roles,rolebindings,networkpolicies,poddisruptionbudgets";
  const std::string label = "app.kubernetes.io/instance=vedette";
  BOOST_TEST(ns.kubectl({"get", kinds, "-l", label, "-o", "name"}) == "");
  BOOST_TEST(cluster()
                 .kubectl({"get", "clusterroles,clusterrolebindings", "-o", "name"})
                 .find("/uninstall-vedette") == std::string::npos);
  BOOST_TEST(ns.kubectl({"get", "targets", "-o", "name"}) == "target.vedette.dev/site");

  ns.release("install", "minimal");
  BOOST_TEST(ns.kubectl({"get", "targets", "-o", "name"}) == "target.vedette.dev/site");
}

BOOST_AUTO_TEST_CASE(second_release_leaves_the_definition_to_the_first) {
  const Namespace first("first");
  first.release("install", "minimal");
  const Namespace second("second");
  second.release("install", "minimal", {"--set", "crds.install=false"});
}

BOOST_AUTO_TEST_CASE(operator_may_do_what_it_does_and_no_more) {
  const Namespace ns("rights");
  ns.release("install", "minimal");
  check_access(ns.name(),
               {{"list", "vedette.dev", "targets", "", ""},
                {"watch", "vedette.dev", "targets", "", ""},
                {"patch", "vedette.dev", "targets/status", "default", "site"},
                {"create", "events.k8s.io", "events", "default", ""},
                {"list", "", "secrets", "default", ""},
                {"watch", "", "configmaps", "", ""},
                {"create", "", "configmaps", ns.name(), ""},
                {"create", "", "secrets", ns.name(), ""},
                {"patch", "", "configmaps", ns.name(), "vedette-targets-15"},
                {"patch", "", "secrets", ns.name(), "vedette-secrets-00"},
                {"list", "", "pods", ns.name(), ""},
                {"patch", "", "pods", ns.name(), "a"},
                {"create", "coordination.k8s.io", "leases", ns.name(), ""},
                {"update", "coordination.k8s.io", "leases", ns.name(), "vedette-operator"}},
               true);
  check_access(ns.name(),
               {{"patch", "vedette.dev", "targets", "default", "site"},
                {"delete", "vedette.dev", "targets", "default", "site"},
                {"get", "", "secrets", "default", "s"},
                {"create", "", "secrets", "default", ""},
                {"create", "", "configmaps", "default", ""},
                {"patch", "", "secrets", ns.name(), "kafka"},
                {"patch", "", "configmaps", ns.name(), "vedette-targets-16"},
                {"delete", "", "configmaps", ns.name(), "vedette-targets-00"},
                {"patch", "", "pods", "default", "a"},
                {"delete", "", "pods", ns.name(), "a"},
                {"create", "", "pods/exec", ns.name(), "a"},
                {"update", "coordination.k8s.io", "leases", ns.name(), "another"},
                {"create", "", "serviceaccounts/token", ns.name(), "vedette-operator"}},
               false);
}

BOOST_AUTO_TEST_CASE(operator_of_named_namespaces_has_no_rights_elsewhere_nor_on_secrets) {
  const Namespace definition("definition");
  definition.release("install", "minimal");
  const Namespace shop("shop");
  const Namespace search("search");
  const Namespace ns("named");
  ns.release("install", "namespaced");
  check_access(ns.name(),
               {{"list", "vedette.dev", "targets", "shop", ""},
                {"watch", "vedette.dev", "targets", "search", ""},
                {"patch", "vedette.dev", "targets/status", "shop", "site"},
                {"create", "events.k8s.io", "events", "search", ""},
                {"patch", "", "configmaps", ns.name(), "vedette-targets-00"}},
               true);
  check_access(ns.name(),
               {{"list", "vedette.dev", "targets", "", ""},
                {"list", "vedette.dev", "targets", ns.name(), ""},
                {"list", "", "secrets", "shop", ""},
                {"list", "", "configmaps", "shop", ""},
                {"list", "", "secrets", ns.name(), ""},
                {"create", "", "secrets", ns.name(), ""},
                {"patch", "", "secrets", ns.name(), "vedette-secrets-00"}},
               false);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::test
