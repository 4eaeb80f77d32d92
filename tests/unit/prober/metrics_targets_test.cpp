#include "prober/engine/metrics_targets.hpp"

#include <chrono>
#include <memory>
#include <string>

#include <boost/test/unit_test.hpp>

namespace vedette::prober {
namespace {

using model::Outcome;

constexpr SystemTime kScraped{std::chrono::seconds(1'795'446'000)};

std::shared_ptr<model::Target> page_target(const std::string& name,
                                           const std::string& source = "default") {
  auto target = std::make_shared<model::Target>();
  target->id = model::make_target_id(source, "shop", name);
  target->source = source;
  target->ns = "shop";
  target->name = name;
  return target;
}

/// An HTTPS probe that was up, after one redirect.
model::ProbeResult https_result(Outcome outcome = Outcome::Up) {
  model::ProbeResult result;
  result.started_at = kScraped;
  result.verdict = model::Verdict::Up;
  result.verdict_since = kScraped - std::chrono::seconds(90);
  model::ProbeFacts& facts = result.facts;
  facts.outcome = outcome;
  facts.reason = outcome == Outcome::Up ? model::Reason::Ok : model::Reason::StatusMismatch;
  facts.status_code = 200;
  facts.http_version = "1.1";
  facts.address = "[2001:db8::1]:443";
  facts.redirects = 1;
  facts.bytes = 512;
  facts.durations = {.dns = Micros(1'000),
                     .connect = Micros(2'000),
                     .tls = Micros(4'000),
                     .request = Micros(8'000),
                     .processing = Micros(16'000),
                     .transfer = Micros(32'000),
                     .total = Micros(63'000)};
  facts.tls.emplace();
  facts.tls->version = "1.3";
  facts.tls->earliest_not_after = kScraped + std::chrono::hours(1);
  return result;
}

/// A prober that holds targets and shows at most `most` of them.
struct Shop {
  explicit Shop(std::size_t most = 2'000) : metrics(results, "eu-west", most) {}

  const model::TargetId& hold(const std::shared_ptr<model::Target>& target) {
    set.targets.push_back({target, "targets.yaml", std::nullopt});
    results.add(target->id);
    return target->id;
  }

  void probed(const model::TargetId& id, const model::ProbeResult& result) {
    results.put(id, last_result_of(result));
  }

  [[nodiscard]] std::string page() const {
    runtime::Answer answer = metrics.page(set);
    std::string text = std::move(answer.body);
    for (std::string piece = answer.more(); !piece.empty(); piece = answer.more()) text += piece;
    return text;
  }

  /// The value of a series of the page, as text; empty when there is none.
  [[nodiscard]] std::string value(const std::string& series) const {
    const std::string text = "\n" + page();
    const std::size_t at = text.find("\n" + series + " ");
    if (at == std::string::npos) return {};
    const std::size_t begin = at + series.size() + 2;
    return text.substr(begin, text.find('\n', begin) - begin);
  }

  LastResults results;
  targets::TargetSet set;
  TargetMetrics metrics;
};

std::string of_checkout(const std::string& family, const std::string& label = {}) {
  const std::string more = label.empty() ? "" : "," + label;
  return family + R"({namespace="shop",name="checkout",location="eu-west")" + more + "}";
}

std::size_t times(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++count;
  }
  return count;
}

BOOST_AUTO_TEST_SUITE(target_metrics)

BOOST_AUTO_TEST_CASE(an_https_probe_is_told_under_the_names_of_blackbox_exporter) {
  Shop shop;
  shop.probed(shop.hold(page_target("checkout")), https_result());
  const std::vector<std::pair<std::string, std::string>> expected{
      {of_checkout("probe_success"), "1"},
      {of_checkout("probe_duration_seconds"), "0.063"},
      {of_checkout("probe_dns_lookup_time_seconds"), "0.001"},
      {of_checkout("probe_http_duration_seconds", R"(phase="resolve")"), "0.001"},
      {of_checkout("probe_http_duration_seconds", R"(phase="connect")"), "0.002"},
      {of_checkout("probe_http_duration_seconds", R"(phase="tls")"), "0.004"},
      {of_checkout("probe_http_duration_seconds", R"(phase="processing")"), "0.024"},
      {of_checkout("probe_http_duration_seconds", R"(phase="transfer")"), "0.032"},
      {of_checkout("probe_http_status_code"), "200"},
      {of_checkout("probe_http_version"), "1.1"},
      {of_checkout("probe_http_redirects"), "1"},
      {of_checkout("probe_http_ssl"), "1"},
      {of_checkout("probe_http_uncompressed_body_length"), "512"},
      {of_checkout("probe_failed_due_to_regex"), "0"},
      {of_checkout("probe_ip_protocol"), "6"},
      {of_checkout("probe_ssl_earliest_cert_expiry"), "1795449600"},
      {of_checkout("probe_tls_version_info", R"(version="TLS 1.3")"), "1"},
      {of_checkout("vedette_target_up"), "1"},
      {of_checkout("vedette_target_verdict_since_timestamp_seconds"), "1795445910"},
      {of_checkout("vedette_target_last_probe_timestamp_seconds"), "1795446000"}};
  for (const auto& [series, value] : expected) {
    BOOST_TEST(!shop.value(series).empty(), series);
    BOOST_TEST(std::stod(shop.value(series)) == std::stod(value), series);
  }
  BOOST_TEST(times(shop.page(), "name=\"checkout\"") == expected.size() + 3);
}

BOOST_AUTO_TEST_CASE(an_outage_between_two_scrapes_stays_in_the_counters) {
  Shop shop;
  const model::TargetId id = shop.hold(page_target("checkout"));
  const auto count = [&](const std::string& outcome) {
    return shop.value(of_checkout("vedette_target_results_total", "outcome=\"" + outcome + "\""));
  };
  BOOST_TEST(count("up") == "0");
  BOOST_TEST(count("down") == "0");
  BOOST_TEST(count("unknown") == "0");
  shop.probed(id, https_result());
  shop.probed(id, https_result(Outcome::Down));
  shop.probed(id, https_result(Outcome::Down));
  shop.probed(id, https_result());
  BOOST_TEST(shop.value(of_checkout("probe_success")) == "1");
  BOOST_TEST(count("up") == "2");
  BOOST_TEST(count("down") == "2");
  BOOST_TEST(count("unknown") == "0");
}

BOOST_AUTO_TEST_CASE(a_probe_that_can_say_nothing_says_nothing_of_the_site) {
  Shop shop;
  shop.probed(shop.hold(page_target("checkout")), https_result(Outcome::Unknown));
  BOOST_TEST(times(shop.page(), "\nprobe_") == 0U);
  BOOST_TEST(shop.value(of_checkout("vedette_target_results_total", R"(outcome="unknown")")) ==
             "1");
  BOOST_TEST(!shop.value(of_checkout("vedette_target_last_probe_timestamp_seconds")).empty());
}

BOOST_AUTO_TEST_CASE(the_times_of_a_stalled_probe_are_left_out) {
  Shop shop;
  model::ProbeResult result = https_result();
  result.stalled = true;
  shop.probed(shop.hold(page_target("checkout")), result);
  BOOST_TEST(shop.value(of_checkout("probe_success")) == "1");
  BOOST_TEST(times(shop.page(), "duration_seconds{") == 0U);
}

BOOST_AUTO_TEST_CASE(a_plain_probe_has_no_certificate_and_no_version_of_tls) {
  Shop shop;
  model::ProbeResult result = https_result();
  result.facts.tls.reset();
  result.facts.address = "192.0.2.7:80";
  shop.probed(shop.hold(page_target("checkout")), result);
  BOOST_TEST(shop.value(of_checkout("probe_http_ssl")) == "0");
  BOOST_TEST(shop.value(of_checkout("probe_ip_protocol")) == "4");
  BOOST_TEST(times(shop.page(), "probe_ssl_earliest_cert_expiry") == 0U);
  BOOST_TEST(times(shop.page(), "probe_tls_version_info") == 0U);
}

BOOST_AUTO_TEST_CASE(an_undecided_verdict_is_no_series) {
  Shop shop;
  model::ProbeResult result = https_result();
  result.verdict = model::Verdict::Unknown;
  const model::TargetId id = shop.hold(page_target("checkout"));
  shop.probed(id, result);
  BOOST_TEST(shop.value(of_checkout("vedette_target_up")).empty());
  result.verdict = model::Verdict::Down;
  shop.probed(id, result);
  BOOST_TEST(shop.value(of_checkout("vedette_target_up")) == "0");
}

BOOST_AUTO_TEST_CASE(the_series_of_a_target_that_went_are_gone) {
  Shop shop;
  const model::TargetId id = shop.hold(page_target("checkout"));
  shop.probed(id, https_result());
  shop.results.remove(id);  // another prober has it now; the files still hold it
  BOOST_TEST(shop.page().empty());
}

BOOST_AUTO_TEST_CASE(labels_of_the_target_are_labels_of_its_series) {
  Shop shop;
  const auto target = page_target("checkout");
  target->labels = {{"team", "the \"old\" shop\\\n"}, {"tier", "1"}};
  shop.probed(shop.hold(target), https_result());
  const std::string own = R"(team="the \"old\" shop\\\n",tier="1")";
  BOOST_TEST(shop.value(of_checkout("probe_success", own)) == "1");
  BOOST_TEST(shop.value(of_checkout("vedette_target_results_total", own + R"(,outcome="up")")) ==
             "1");
}

BOOST_AUTO_TEST_CASE(targets_beyond_the_bound_are_left_out_and_counted) {
  Shop shop(3);
  for (int i = 0; i < 10; ++i) shop.hold(page_target("t" + std::to_string(i)));
  BOOST_TEST(times(shop.page(), "outcome=\"up\"") == 3U);
  BOOST_TEST(shop.metrics.left_out() == 7U);
  const auto families = LeftOutMetrics(shop.metrics).Collect();
  BOOST_REQUIRE(families.size() == 1U);
  BOOST_TEST(families[0].name == "vedette_prober_targets_without_metrics");
  BOOST_TEST(families[0].metric.at(0).gauge.value == 7.0);
}

BOOST_AUTO_TEST_CASE(of_two_sources_with_one_name_only_one_is_shown) {
  Shop shop;
  shop.probed(shop.hold(page_target("checkout", "default")), https_result());
  shop.probed(shop.hold(page_target("checkout", "other")), https_result());
  BOOST_TEST(times(shop.page(), "probe_success{") == 1U);
}

BOOST_AUTO_TEST_CASE(every_family_is_told_of_once) {
  Shop shop;
  for (int i = 0; i < 50; ++i) {
    shop.probed(shop.hold(page_target("t" + std::to_string(i))), https_result());
  }
  const std::string page = shop.page();
  BOOST_TEST(times(page, "# TYPE ") == 17U);
  BOOST_TEST(times(page, "# TYPE vedette_target_results_total counter\n") == 1U);
  BOOST_TEST(times(page, "# TYPE probe_success gauge\n") == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::prober
