#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "model/probe_result_json.hpp"
#include "support/child_process.hpp"
#include "support/fault.hpp"
#include "support/paths.hpp"
#include "support/site/site.hpp"
#include "support/temporary_directory.hpp"

namespace vedette::test {
namespace {

using model::Outcome;
using model::Reason;

const std::string kProber = vedette::test::prober_program();

/// A site, a directory of targets and one of secrets that holds the site's CA.
class Rig {
 public:
  Rig() : site_(site_options(directory_.path() / "site")) {
    std::filesystem::create_directories(directory_.path() / "targets");
    const auto secret = directory_.path() / "secrets/default/site";
    std::filesystem::create_directories(secret);
    std::filesystem::copy_file(directory_.path() / "site/ca.crt", secret / "ca.crt");
  }

  /// Adds a target that asks for `url`; `spec` is more YAML of the spec, in flow style.
  void add(const std::string& name, const std::string& url, const std::string& spec = "") {
    std::ofstream file(directory_.path() / "targets" / (name + ".yaml"));
    file << "apiVersion: vedette.dev/v1alpha1\nkind: Target\nmetadata: {name: " << name
         << "}\nspec: {url: \"" << url << "\", interval: 30s, timeout: 3s" << spec << "}\n";
  }

  /// Runs the prober to its end with `command`, the targets and the secrets.
  Finished run(std::vector<std::string> command) {
    command.push_back(targets());
    command.insert(command.end(), {"--secrets-dir", (directory_.path() / "secrets").string()});
    return run_to_end(kProber, {.arguments = std::move(command)}, std::chrono::seconds(60));
  }

  [[nodiscard]] std::string targets() const { return (directory_.path() / "targets").string(); }
  [[nodiscard]] Site& site() { return site_; }

 private:
  static SiteOptions site_options(const std::filesystem::path& dir) {
    SiteOptions options;
    options.dir = dir;
    return options;
  }

  TemporaryDirectory directory_;
  Site site_;
};

/// What `once --output json` printed, by the targets' names.
std::map<std::string, model::ProbeResult> results_of(const std::string& output) {
  std::map<std::string, model::ProbeResult> results;
  std::istringstream lines(output);
  for (std::string line; std::getline(lines, line);) {
    const auto result = model::probe_result_from_json(line);
    BOOST_REQUIRE_MESSAGE(result, fault_of(result) << " in " << line);
    results.emplace(result->target.name, *result);
  }
  return results;
}

int code_of(const Finished& finished) { return finished.status.code.value_or(-1); }

const std::string kTrusted = ", tls: {caFrom: {secretKeyRef: {name: site, key: ca.crt}}}";
const std::string kPage = ", expect: {body: {matches: ['Service OK, build \\d+']}}";

BOOST_AUTO_TEST_SUITE(prober_once)

BOOST_AUTO_TEST_CASE(each_kind_of_answer_has_its_outcome_reason_and_phase) {
  Rig rig;
  Site& site = rig.site();
  rig.add("ok", site.http_url("/ok"), kPage);
  rig.add("moved", site.http_url("/redirect"), kPage);
  rig.add("secure", site.https_url(TlsFace::Good, "/ok"), kTrusted);
  rig.add("wrong-body", site.http_url("/wrong-body"), kPage);
  rig.add("broken", site.http_url("/status/503"));
  rig.add("expired", site.https_url(TlsFace::Expired, "/ok"), kTrusted);
  rig.add("strange", site.https_url(TlsFace::SelfSigned, "/ok"), kTrusted);
  rig.add("refused", "http://127.0.0.1:1/");

  const Finished finished = rig.run({"once", "--output", "json", "--location", "eu-west"});
  BOOST_TEST(code_of(finished) == 1, finished.standard_error);
  auto results = results_of(finished.standard_output);
  BOOST_REQUIRE_EQUAL(results.size(), 8);
  const auto expect = [&](const char* name, Outcome outcome, Reason reason,
                          std::optional<model::Phase> phase, std::optional<int> code) {
    const model::ProbeFacts& facts = results.at(name).facts;
    BOOST_TEST((facts.outcome == outcome), name);
    BOOST_TEST(to_text(facts.reason) == to_text(reason), name << ": " << facts.message);
    BOOST_TEST((facts.phase == phase), name);
    BOOST_TEST((facts.status_code == code), name);
  };
  using model::Phase;
  expect("ok", Outcome::Up, Reason::Ok, std::nullopt, 200);
  expect("moved", Outcome::Up, Reason::Ok, std::nullopt, 200);
  expect("secure", Outcome::Up, Reason::Ok, std::nullopt, 200);
  expect("wrong-body", Outcome::Down, Reason::BodyMismatch, Phase::Transfer, 200);
  expect("broken", Outcome::Down, Reason::StatusMismatch, Phase::Processing, 503);
  expect("expired", Outcome::Down, Reason::CertificateExpired, Phase::Tls, std::nullopt);
  expect("strange", Outcome::Down, Reason::CertificateUntrusted, Phase::Tls, std::nullopt);
  expect("refused", Outcome::Down, Reason::ConnectionRefused, Phase::Connect, std::nullopt);
  BOOST_TEST(results.at("moved").facts.redirects == 1);
}

BOOST_AUTO_TEST_CASE(a_result_says_what_was_probed_when_and_from_where) {
  Rig rig;
  rig.add("ok", rig.site().http_url("/ok"), kPage + ", labels: {team: shop}");
  const Finished finished =
      rig.run({"once", "--output", "json", "--location", "eu-west", "--source", "lab"});
  const auto result = results_of(finished.standard_output).at("ok");
  BOOST_TEST((result.target.id == model::make_target_id("lab", "default", "ok")));
  BOOST_TEST(result.target.url == rig.site().http_url("/ok"));
  BOOST_TEST((result.target.interval == Millis(30'000)));
  BOOST_TEST(result.target.labels.front().second == "shop");
  BOOST_TEST(result.location == "eu-west");
  BOOST_TEST(result.first_run);
  BOOST_TEST((result.scheduled_at <= result.started_at));
  BOOST_TEST((result.started_at - result.scheduled_at < Millis(30'000)));
  BOOST_TEST((result.produced_at >= result.started_at + result.facts.durations.total));
  BOOST_TEST((result.verdict == model::Verdict::Up));
  BOOST_TEST((result.verdict_since == result.scheduled_at));
  BOOST_TEST(result.facts.body_matched.value());
}

BOOST_AUTO_TEST_CASE(a_certificate_is_recorded_even_when_it_is_refused) {
  Rig rig;
  rig.add("expired", rig.site().https_url(TlsFace::Expired, "/ok"), kTrusted);
  const Finished finished = rig.run({"once", "--output", "json"});
  const auto result = results_of(finished.standard_output).at("expired");
  BOOST_REQUIRE(result.facts.tls);
  BOOST_REQUIRE(result.facts.tls->not_after);
  BOOST_TEST((*result.facts.tls->not_after < result.started_at));
  BOOST_TEST(result.facts.tls->verify_error.value() == "certificate has expired");
  BOOST_TEST(result.facts.tls->sha256.size() == 64u);
}

BOOST_AUTO_TEST_CASE(all_up_exits_0_and_the_table_has_a_line_for_each) {
  Rig rig;
  rig.add("ok", rig.site().http_url("/ok"));
  rig.add("secure", rig.site().https_url(TlsFace::Good, "/ok"), kTrusted);
  rig.add("asleep", rig.site().http_url("/ok"), ", suspend: {reason: holiday}");
  const Finished finished = rig.run({"once"});
  BOOST_TEST(code_of(finished) == 0, finished.standard_error);
  const std::string& table = finished.standard_output;
  BOOST_TEST(table.starts_with("TARGET"));
  BOOST_TEST(table.find("default/ok") != std::string::npos, table);
  BOOST_TEST(table.find("default/secure") != std::string::npos, table);
  BOOST_TEST(table.find("2 targets: 2 up, 0 down, 0 unknown") != std::string::npos, table);
  BOOST_TEST(table.find('\x1b') == std::string::npos, "colours go to terminals only");
}

BOOST_AUTO_TEST_CASE(a_faulty_file_exits_2_and_nothing_is_probed) {
  Rig rig;
  rig.add("ok", rig.site().http_url("/ok"));
  rig.add("bad", "ftp://127.0.0.1/");
  const Finished finished = rig.run({"once"});
  BOOST_TEST(code_of(finished) == 2);
  BOOST_TEST(finished.standard_error.find("bad.yaml:4: default/bad: spec.url") != std::string::npos,
             finished.standard_error);
  BOOST_TEST(rig.site().log().all().empty());
}

BOOST_AUTO_TEST_CASE(a_missing_secret_makes_its_target_unknown_and_no_other) {
  Rig rig;
  rig.add("ok", rig.site().http_url("/ok"));
  rig.add("locked", rig.site().http_url("/bearer"),
          ", http: {authorization: {credentialsFrom: {secretKeyRef: {name: absent, key: token}}}}");
  const Finished finished = rig.run({"once", "--output", "json"});
  BOOST_TEST(code_of(finished) == 1, finished.standard_error);
  const auto results = results_of(finished.standard_output);
  BOOST_TEST((results.at("ok").facts.outcome == Outcome::Up));
  BOOST_TEST((results.at("locked").facts.outcome == Outcome::Unknown));
  BOOST_TEST((results.at("locked").facts.reason == Reason::ConfigError));
}

BOOST_AUTO_TEST_CASE(check_reads_files_and_probes_nothing) {
  Rig rig;
  rig.add("ok", rig.site().http_url("/ok"));
  BOOST_TEST(code_of(rig.run({"check"})) == 0);
  rig.add("bad", rig.site().http_url("/ok"), ", interval: 5x");
  const Finished finished = rig.run({"check"});
  BOOST_TEST(code_of(finished) == 2);
  BOOST_TEST(finished.standard_output.find("bad.yaml") != std::string::npos,
             finished.standard_output);
  BOOST_TEST(rig.site().log().all().empty());
}

BOOST_AUTO_TEST_CASE(help_and_version_exit_0_and_nonsense_2) {
  const auto run = [](std::vector<std::string> arguments) {
    return run_to_end(kProber, {.arguments = std::move(arguments)}, std::chrono::seconds(20));
  };
  BOOST_TEST(code_of(run({"--help"})) == 0);
  BOOST_TEST(run({"--version"}).standard_output.starts_with("vedette-prober "));
  BOOST_TEST(code_of(run({"--no-such-flag"})) == 2);
  BOOST_TEST(code_of(run(
                 {"run", "--targets", "x", "--kafka-brokers", "k:1", "--sharding", "lease"})) == 2);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::test
