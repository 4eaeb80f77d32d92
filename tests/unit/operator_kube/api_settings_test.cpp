#include "operator/kube/api_settings.hpp"

#include <fstream>

#include <boost/test/unit_test.hpp>

#include "support/temporary_directory.hpp"

namespace vedette::op {
namespace {

/// What kubelet mounts into a pod.
struct ServiceAccount {
  vedette::test::TemporaryDirectory directory;

  ServiceAccount() {
    put("ca.crt", "-----BEGIN CERTIFICATE-----\n");
    put("token", "secret");
    put("namespace", "vedette");
  }
  void put(const char* name, const char* text) const {
    std::ofstream(directory.path() / name) << text;
  }
  [[nodiscard]] Result<ApiSettings> resolve(const ApiFlags& flags, const Environment& env) const {
    return resolve_api_settings(flags, env, directory.path());
  }
};

const Environment kPod{{"KUBERNETES_SERVICE_HOST", "10.96.0.1"},
                       {"KUBERNETES_SERVICE_PORT", "443"}};

BOOST_FIXTURE_TEST_SUITE(api_settings, ServiceAccount)

BOOST_AUTO_TEST_CASE(pod_needs_no_flags) {
  const auto settings = resolve({}, kPod);
  BOOST_REQUIRE(settings);
  BOOST_TEST(settings->url == "https://10.96.0.1:443");
  BOOST_TEST(settings->ca_file == directory.path() / "ca.crt");
  BOOST_TEST(settings->token_file == directory.path() / "token");
  BOOST_TEST(settings->ns == "vedette");
}

BOOST_AUTO_TEST_CASE(address_of_ipv6_gets_brackets) {
  Environment env = kPod;
  env["KUBERNETES_SERVICE_HOST"] = "fd00:10:96::1";
  BOOST_TEST(resolve({}, env)->url == "https://[fd00:10:96::1]:443");
}

BOOST_AUTO_TEST_CASE(pod_namespace_beats_the_file_and_the_flag_beats_both) {
  Environment env = kPod;
  env["POD_NAMESPACE"] = "from-pod";
  BOOST_TEST(resolve({}, env)->ns == "from-pod");
  BOOST_TEST(resolve({.ns = "from-flag"}, env)->ns == "from-flag");
}

BOOST_AUTO_TEST_CASE(plain_http_gets_no_token_unless_a_flag_names_one) {
  ApiFlags flags{.kube_api = "http://127.0.0.1:8001"};
  BOOST_TEST(resolve(flags, kPod)->token_file == "");
  BOOST_TEST(resolve(flags, kPod)->ca_file == "");
  flags.kube_token_file = directory.path() / "token";
  BOOST_TEST(resolve(flags, kPod)->token_file == directory.path() / "token");
}

BOOST_AUTO_TEST_CASE(what_is_missing_is_an_error_that_names_its_flag) {
  const auto says = [&](const ApiFlags& flags, const Environment& env, const char* word) {
    const auto settings = resolve(flags, env);
    return !settings && settings.error().kind == ErrorKind::Invalid &&
           settings.error().message.find(word) != std::string::npos;
  };
  BOOST_TEST(says({}, {}, "--kube-api"));
  BOOST_TEST(says({.kube_api = "ftp://x"}, {}, "--kube-api"));
  BOOST_TEST(says({.kube_api = "https://x/k8s"}, {}, "--kube-api"));
  BOOST_TEST(says({.kube_ca = "/none"}, kPod, "--kube-ca"));
  BOOST_TEST(says({.kube_token_file = "/none"}, kPod, "--kube-token-file"));
  std::filesystem::remove(directory.path() / "namespace");
  BOOST_TEST(says({}, kPod, "--namespace"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::op
