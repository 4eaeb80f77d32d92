#include <boost/test/unit_test.hpp>

#include "base/secret_file.hpp"
#include "operator/render/content_key.hpp"
#include "rig.hpp"
#include "support/promtool.hpp"
#include "support/wait_until.hpp"

namespace vedette::op {
namespace {

using test::kPatience;
using test::OperatorRig;
using vedette::test::wait_until;

constexpr const char* kSecretTarget = R"({apiVersion: vedette.dev/v1alpha1, kind: Target,
  metadata: {name: login, namespace: shop}, spec: {url: "https://login.example/", http: {headers:
  [{name: X-Key, valueFrom: {secretKeyRef: {name: login, key: token}}}]}}})";

std::string secret(const std::string& value, bool labelled = true) {
  return "{apiVersion: v1, kind: Secret, metadata: {name: login, namespace: shop, labels: {" +
         std::string(labelled ? "vedette.dev/use: 'true'" : "") +
         "}}, stringData: {token: " + value + "}}";
}

/// What the last poke of the pod "reader" left; empty before the first.
std::string poke(const OperatorRig& rig) {
  return rig.api.kubectl({"get", "pod", "reader", "-n", "vedette", "-o",
                          R"(jsonpath={.metadata.annotations.vedette\.dev/poke})"});
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

BOOST_AUTO_TEST_SUITE(operator_targets)

BOOST_AUTO_TEST_CASE(targets_become_files_and_say_how_they_are) {
  OperatorRig rig;
  const auto op = rig.start_operator("a");

  BOOST_TEST_MESSAGE("a good one, and a pod that reads");
  rig.apply(R"({apiVersion: v1, kind: Pod, metadata: {name: reader, namespace: vedette, labels:
    {vedette.dev/reads-targets: "true"}}, spec: {containers: [{name: a, image: none}]}})");
  rig.put_target("checkout", "https://checkout.example/");
  wait_until("the line is there", kPatience, [&] { return !rig.line("checkout").empty(); });
  wait_until("its status is there", kPatience,
             [&] { return rig.condition("checkout", "Accepted") == "True/Accepted"; });
  BOOST_TEST(rig.condition("checkout", "Available") == "Unknown/NotReported");
  wait_until("the pod is poked", kPatience, [&] { return !poke(rig).empty(); });
  BOOST_TEST(rig.files().size() == 16u);
  const std::string columns = rig.api.kubectl({"get", "tgt", "-n", "shop"});
  BOOST_TEST(has(columns, "NotReported"), columns);

  BOOST_TEST_MESSAGE("a rule that only the operator knows");
  rig.apply(R"({apiVersion: vedette.dev/v1alpha1, kind: Target, metadata: {name: bad,
    namespace: shop}, spec: {url: "https://bad.example/", expect: {body: {matches: ["("]}}}})");
  wait_until("it is refused", kPatience,
             [&] { return rig.condition("bad", "Accepted") == "False/Invalid"; });
  BOOST_TEST(rig.line("bad").empty());
  wait_until("there is an Event", kPatience,
             [&] { return has(rig.api.kubectl({"get", "events", "-n", "shop"}), "Invalid"); });

  BOOST_TEST_MESSAGE("a deleted one");
  rig.delete_target("checkout");
  wait_until("the line is gone", kPatience, [&] { return rig.line("checkout").empty(); });

  BOOST_TEST(vedette::test::promtool_faults(op->get("/metrics")) == "");
  const auto status = op->child().terminate(std::chrono::seconds(10));
  BOOST_TEST(status.code.value_or(-1) == 0, op->log());

  BOOST_TEST_MESSAGE("another operator finds nothing to write, and pokes for the one before");
  const std::string last_poke = poke(rig);
  const auto files = rig.files();
  const auto next = rig.start_operator("b");
  wait_until("the pod is poked", kPatience, [&] { return poke(rig) != last_poke; });
  BOOST_TEST((rig.files() == files));
}

BOOST_AUTO_TEST_CASE(secrets_are_copied_when_they_carry_the_label_and_never_otherwise) {
  OperatorRig rig;
  const auto op = rig.start_operator("a");
  const auto output = [&] {
    return rig.api.kubectl({"get", "secrets,configmaps", "-n", "vedette", "-o", "yaml"});
  };
  const std::string private_base64 = "cHJpdmF0ZQ==";  // "private"

  BOOST_TEST_MESSAGE("without the label");
  rig.apply(secret("private", false));
  rig.apply(kSecretTarget);
  wait_until("it is missing", kPatience,
             [&] { return rig.condition("login", "ResolvedRefs") == "False/SecretNotFound"; });
  BOOST_TEST(has(rig.line("login"), "secretKeyRef"));
  BOOST_TEST(!has(output(), private_base64));
  BOOST_TEST(!has(output(), "private"));
  BOOST_TEST(!has(op->log(), "private"));

  BOOST_TEST_MESSAGE("with it");
  rig.apply(secret("first"));
  wait_until("the line has the key", kPatience,
             [&] { return has(rig.line("login"), content_key("first")); });
  wait_until("it is resolved", kPatience,
             [&] { return rig.condition("login", "ResolvedRefs") == "True/ResolvedRefs"; });

  BOOST_TEST_MESSAGE("rotated");
  rig.apply(secret("second"));
  wait_until("the line has the new key", kPatience,
             [&] { return has(rig.line("login"), content_key("second")); });
  BOOST_TEST(has(output(), content_key("second")));
  BOOST_TEST(has(output(), content_key("first")), "the old key must stay for an epoch");

  BOOST_TEST_MESSAGE("repaired");
  rig.api.kubectl({"delete", "secrets", "-n", "vedette", "-l", "vedette.dev/output"});
  wait_until("the Secret is there again", kPatience,
             [&] { return has(output(), content_key("second") + ":"); });
  rig.api.kubectl({"delete", "configmaps", "-n", "vedette", "-l", "vedette.dev/output"});
  wait_until("all files are there again", kPatience, [&] { return rig.files().size() == 16u; });
  BOOST_TEST(has(rig.line("login"), content_key("second")));
}

BOOST_AUTO_TEST_CASE(user_who_may_not_read_secrets_learns_none_by_a_target) {
  OperatorRig rig;
  const auto op = rig.start_operator("a");
  rig.apply(secret("private", false));
  const auto token = read_secret_file(rig.api.service_account_token(
      "shop", "user", {.own_namespace = R"([{"apiGroups": ["vedette.dev"], "resources": ["targets"],
                             "verbs": ["create", "get", "list", "patch"]}])"}));
  const auto as_user = [&](std::vector<std::string> arguments, const std::string& input = {}) {
    for (const std::string& argument :
         {std::string("--kubeconfig=/dev/null"), "--server=" + rig.api.url(),
          "--certificate-authority=" + rig.api.ca_file().string(), "--token=" + token.value(),
          std::string("--namespace=shop")}) {
      arguments.push_back(argument);
    }
    return rig.api.try_kubectl(std::move(arguments), input);
  };
  BOOST_TEST(as_user({"get", "secret", "login"}).status.code.value_or(-1) != 0);
  BOOST_TEST(as_user({"apply", "-f", "-"}, kSecretTarget).status.code.value_or(-1) == 0);
  wait_until("it is missing", kPatience,
             [&] { return rig.condition("login", "ResolvedRefs") == "False/SecretNotFound"; });

  const std::string seen = as_user({"get", "targets", "-o", "yaml"}).standard_output;
  BOOST_TEST(has(seen, "SecretNotFound"), seen);
  BOOST_TEST(!has(seen, "private"));
  BOOST_TEST(has(rig.line("login"), "secretKeyRef"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::op
