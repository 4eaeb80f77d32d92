#include "support/kube_api_process.hpp"

#include <boost/test/unit_test.hpp>
#include <fstream>
#include <iterator>
#include <string>

namespace vedette::test {
namespace {

std::string read(const std::filesystem::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

BOOST_AUTO_TEST_SUITE(kube_api_process)

BOOST_AUTO_TEST_CASE(object_survives_every_way_to_end_the_api) {
  KubeApiProcess api;
  const auto url = api.url();
  api.kubectl({"create", "configmap", "kept", "--from-literal=word=here"});

  for (const auto end : {&KubeApiProcess::stop, &KubeApiProcess::kill9}) {
    (api.*end)();
    BOOST_TEST((api.try_kubectl({"get", "namespaces"}).status.code != 0));
    api.start();
    BOOST_TEST(api.url() == url);
    BOOST_TEST(api.kubectl({"get", "configmap", "kept", "-o", "jsonpath={.data.word}"}) == "here");
  }
}

BOOST_AUTO_TEST_CASE(service_account_may_do_what_its_rules_say_and_nothing_else) {
  const KubeApiProcess api;
  api.kubectl({"create", "namespace", "shop"});
  const auto token = read(api.service_account_token(
      "shop", "reader",
      {.own_namespace = R"([{"apiGroups":[""],"resources":["configmaps"],"verbs":["list"]}])",
       .cluster = R"([{"apiGroups":[""],"resources":["nodes"],"verbs":["list"]}])"}));
  const auto as_reader = [&](std::vector<std::string> arguments) {
    // A kubeconfig's credentials would win over the token.
    arguments.insert(arguments.end(), {"--kubeconfig=/dev/null", "--server=" + api.url(),
                                       "--certificate-authority=" + api.ca_file().string(),
                                       "--token=" + token.substr(0, token.find('\n'))});
    return api.try_kubectl(std::move(arguments)).status.code;
  };

  BOOST_TEST((as_reader({"get", "configmaps", "-n", "shop"}) == 0));
  BOOST_TEST((as_reader({"get", "nodes"}) == 0));
  BOOST_TEST((as_reader({"get", "configmaps", "-n", "default"}) != 0));
  BOOST_TEST((as_reader({"get", "secrets", "-n", "shop"}) != 0));
}

BOOST_AUTO_TEST_CASE(deleted_namespace_goes_away_where_controllers_run) {
  const KubeApiProcess api({.controllers = KubeApiOptions::Controllers::Running});
  api.kubectl({"create", "namespace", "gone"});
  api.kubectl({"delete", "namespace", "gone", "--timeout=60s"});
  BOOST_TEST((api.try_kubectl({"get", "namespace", "gone"}).status.code != 0));
}

BOOST_AUTO_TEST_CASE(manifest_comes_by_standard_input_and_a_refusal_says_why) {
  const KubeApiProcess api({.api_flags = {"--goaway-chance=0.01"}});
  api.kubectl({"apply", "-f", "-"},
              "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {b: c}}");
  BOOST_TEST(api.kubectl({"get", "configmap", "a", "-o", "jsonpath={.data.b}"}) == "c");

  const auto refused = api.try_kubectl({"apply", "-f", "-"},
                                       "{apiVersion: v1, kind: ConfigMap, metadata: {name: A_B}}");
  BOOST_TEST(refused.standard_error.find("A_B") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::test
