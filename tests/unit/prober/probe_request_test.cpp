#include "prober/probe_now/probe_request.hpp"

#include <future>
#include <memory>
#include <string>
#include <vector>

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include "support/site/site.hpp"

namespace vedette::prober {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

/// A prober that knows one target, of a site of its own, and whoever asks it.
struct Desk {
  Desk() { know("checkout", "/ok"); }

  std::shared_ptr<model::Target> know(const std::string& name, const std::string& path) {
    auto target = std::make_shared<model::Target>();
    target->id = model::make_target_id("default", "shop", name);
    target->source = "default";
    target->ns = "shop";
    target->name = name;
    target->url = site.http_url(path);
    known.targets.push_back({target, "targets.yaml", std::nullopt});
    return target;
  }

  runtime::Answer ask(const std::string& name) {
    return answer_probe({{{"target", name}}, {}}, known, "default", desk);
  }
  runtime::Answer send(const std::string& body) {
    return answer_probe({{}, body}, known, "default", desk);
  }
  [[nodiscard]] std::string manifest(const std::string& spec) const {
    return "{apiVersion: vedette.dev/v1alpha1, kind: Target, metadata: {name: sent}, spec: {url: "
           "\"" +
           site.http_url("/ok") + "\"" + spec + "}}";
  }

  vedette::test::Site site;
  targets::TargetSet known;
  ProbeDesk desk{{"eu-west", "pod-1", 7}, EgressPolicy{}, {}};
};

std::string error_of(const runtime::Answer& answer) {
  return std::string(json::parse(answer.body).at("error").as_string());
}

BOOST_FIXTURE_TEST_SUITE(probe_request, Desk)

BOOST_AUTO_TEST_CASE(a_known_target_is_probed_at_once_and_shows_how) {
  const runtime::Answer answer = ask("shop/checkout");
  BOOST_TEST(answer.status == 200);
  BOOST_TEST(answer.content_type == "application/json");
  const json::value page = json::parse(answer.body);
  BOOST_TEST(page.at("result").at("outcome").as_string() == "up");
  BOOST_TEST(page.at("result").at("location").as_string() == "eu-west");
  const json::object& hop = page.at("trace").at("hops").at(0).as_object();
  BOOST_TEST(hop.at("url").as_string() == site.http_url("/ok"));
  BOOST_TEST(hop.at("addresses").at(0).at("what").as_string() == "connected");
  BOOST_TEST(hop.at("request").at(0).as_string() == "GET /ok HTTP/1.1");
  BOOST_TEST(hop.at("answer").at(0).as_string() == "HTTP/1.1 200");
  BOOST_TEST(page.at("trace").at("checks").at(0).at("met").as_bool());
  BOOST_TEST(site.log().all().size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_target_that_is_sent_is_probed_in_yaml_and_in_json) {
  const runtime::Answer yaml = send(manifest(", expect: {statusCodes: [\"404\"]}"));
  BOOST_TEST(yaml.status == 200, yaml.body);
  const json::value page = json::parse(yaml.body);
  BOOST_TEST(page.at("result").at("reason").as_string() == "status_mismatch");
  BOOST_TEST(page.at("trace").at("checks").at(0).at("saw").as_string() == "200");
  const runtime::Answer as_json =
      send(R"({"apiVersion":"vedette.dev/v1alpha1","kind":"Target","metadata":{"name":"sent"},)"
           R"("spec":{"url":")" +
           site.http_url("/ok") + "\"}}");
  BOOST_TEST(as_json.status == 200, as_json.body);
}

BOOST_AUTO_TEST_CASE(a_target_that_is_sent_must_not_refer_to_secrets) {
  const runtime::Answer answer = send(manifest(
      ", http: {authorization: {credentialsFrom: {secretKeyRef: {name: login, key: token}}}}"));
  BOOST_TEST(answer.status == 400);
  BOOST_TEST(error_of(answer).find("spec.http.authorization.credentialsFrom: a target that is sent "
                                   "must not refer to") != std::string::npos,
             error_of(answer));
  BOOST_TEST(send(manifest(", tls: {caFrom: {configMapKeyRef: {name: a, key: b}}}")).status == 400);
  BOOST_TEST(site.log().all().empty());
}

BOOST_AUTO_TEST_CASE(a_target_that_breaks_a_rule_is_refused_by_the_field_s_name) {
  const runtime::Answer answer = send(manifest(", interval: 1x"));
  BOOST_TEST(answer.status == 400);
  BOOST_TEST(error_of(answer).find("spec.interval") != std::string::npos, error_of(answer));
  BOOST_TEST(send("nothing like it").status == 400);
  BOOST_TEST(send(manifest("") + "\n---\n" + manifest("")).status == 400);
}

BOOST_AUTO_TEST_CASE(what_changes_things_is_not_probed_on_request) {
  know("order", "/ok")->http.method = model::Method::Post;
  const runtime::Answer answer = ask("shop/order");
  BOOST_TEST(answer.status == 409);
  BOOST_TEST(error_of(answer).starts_with("POST changes things"), error_of(answer));
  BOOST_TEST(send(manifest(", http: {method: DELETE}")).status == 409);
  BOOST_TEST(site.log().all().empty());
}

BOOST_AUTO_TEST_CASE(what_cannot_be_answered_says_why) {
  BOOST_TEST(ask("shop/unknown").status == 404);
  BOOST_TEST(send("").status == 400);
  BOOST_TEST(answer_probe({{{"target", "shop/checkout"}}, "x"}, known, "default", desk).status ==
             400);
  known.targets[0].unusable = "the secret shop/login was never seen";
  BOOST_TEST(error_of(ask("shop/checkout")) == "the secret shop/login was never seen");
  know("proxied", "/ok")->http.proxy = "corporate";
  BOOST_TEST(ask("shop/proxied").status == 409);
}

BOOST_AUTO_TEST_CASE(no_more_than_eight_are_probed_at_one_time_and_closing_ends_their_wait) {
  know("slow", "/slow?ms=20000");
  std::vector<std::future<runtime::Answer>> waiting;
  for (int i = 0; i < ProbeDesk::kAtATime; ++i) {
    waiting.push_back(std::async(std::launch::async, [this] { return ask("shop/slow"); }));
  }
  BOOST_REQUIRE(site.log().wait_for(ProbeDesk::kAtATime, 20s));
  BOOST_TEST(ask("shop/checkout").status == 503);
  desk.close();
  for (auto& each : waiting) {
    BOOST_REQUIRE((each.wait_for(5s) == std::future_status::ready));
    BOOST_TEST(each.get().status == 503);
  }
}

BOOST_AUTO_TEST_CASE(the_policy_holds_for_probes_on_request) {
  EgressOptions options;
  options.mode = EgressMode::Cluster;
  ProbeDesk guarded({"eu-west", "pod-1", 7}, EgressPolicy(options), {});
  const runtime::Answer answer =
      answer_probe({{{"target", "shop/checkout"}}, {}}, known, "default", guarded);
  BOOST_TEST(json::parse(answer.body).at("result").at("reason").as_string() == "blocked_by_policy");
  BOOST_TEST(site.log().all().empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::prober
