#include "targets/rules/spec_hash.hpp"

#include <functional>
#include <set>
#include <vector>

#include <boost/test/unit_test.hpp>

using vedette::targets::spec_hash;
namespace model = vedette::model;

namespace {

model::Target target() {
  model::Target target;
  target.url = "https://shop.example/";
  return target;
}

model::Text secret(const char* key) {
  return {model::Reference{model::Reference::Kind::File, "", key}, ""};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(spec_hashes)

BOOST_AUTO_TEST_CASE(each_part_that_decides_up_or_down_changes_it) {
  const std::vector<std::function<void(model::Target&)>> changes{
      [](model::Target& t) { t.url = "https://shop.example/x"; },
      [](model::Target& t) { t.http.method = model::Method::Head; },
      [](model::Target& t) { t.http.headers = {{"X-A", {std::nullopt, "1"}}}; },
      [](model::Target& t) { t.http.headers = {{"X-A", {std::nullopt, "2"}}}; },
      [](model::Target& t) { t.http.headers = {{"X-A", secret("a")}}; },
      [](model::Target& t) { t.http.body = model::Text{std::nullopt, "b"}; },
      [](model::Target& t) { t.http.basic_auth = model::BasicAuth{}; },
      [](model::Target& t) { t.http.authorization = model::Authorization{}; },
      [](model::Target& t) { t.http.proxy = "corporate"; },
      [](model::Target& t) { t.http.max_redirects = 3; },
      [](model::Target& t) { t.http.follow_redirects = false; },
      [](model::Target& t) { t.http.compression = model::Compression::Gzip; },
      [](model::Target& t) { t.http.max_body_bytes = 2048; },
      [](model::Target& t) { t.ip_family = model::IpFamily::IPv4; },
      [](model::Target& t) { t.tls.ca = secret("a"); },
      [](model::Target& t) { t.tls.certificate = secret("a"); },
      [](model::Target& t) { t.tls.server_name = "a"; },
      [](model::Target& t) { t.tls.insecure_skip_verify = true; },
      [](model::Target& t) { t.tls.min_version = model::TlsVersion::V1_0; },
      [](model::Target& t) { t.tls.max_version = model::TlsVersion::V1_0; },
      [](model::Target& t) { t.expect.status_codes = {{200, 200}}; },
      [](model::Target& t) { t.expect.body.matches = {"a"}; },
      [](model::Target& t) { t.expect.body.not_matches = {"a"}; },
      [](model::Target& t) { t.expect.body.contains = {"a"}; },
      [](model::Target& t) { t.expect.body.not_contains = {"a"}; },
      [](model::Target& t) { t.expect.headers = {{"A", "a", {}, false}}; },
      [](model::Target& t) { t.expect.headers = {{"A", {}, "a", false}}; },
      [](model::Target& t) { t.expect.headers = {{"A", "a", {}, true}}; },
      [](model::Target& t) { t.expect.json = {{"/a", "1", {}}}; },
      [](model::Target& t) { t.expect.json = {{"/a", {}, true}}; },
      [](model::Target& t) { t.expect.json = {{"/a", {}, false}}; },
      [](model::Target& t) { t.expect.tls = model::TlsPolicy::Required; },
      [](model::Target& t) { t.expect.tls = model::TlsPolicy::Forbidden; },
      [](model::Target& t) { t.expect.min_certificate_lifetime = vedette::Millis(60'000); },
      [](model::Target& t) { t.expect.max_latency = vedette::Micros(1); },
  };
  std::set<std::uint64_t> seen{spec_hash(target())};
  for (size_t i = 0; i < changes.size(); ++i) {
    model::Target changed = target();
    changes[i](changed);
    BOOST_TEST(seen.insert(spec_hash(changed)).second, "change " << i << " is not seen");
  }
}

BOOST_AUTO_TEST_CASE(schedule_thresholds_and_labels_leave_it) {
  model::Target other = target();
  other.interval = vedette::Millis(5'000);
  other.timeout = vedette::Millis(1'000);
  other.suspended = true;
  other.failure_threshold = 9;
  other.labels = {{"team", "shop"}};
  other.generation = 5;
  BOOST_TEST(spec_hash(other) == spec_hash(target()));
}

BOOST_AUTO_TEST_CASE(rotated_secret_leaves_it) {
  model::Target before = target();
  before.http.headers = {{"X-Key", secret("sha256-00")}};
  model::Target after = target();
  after.http.headers = {{"X-Key", secret("sha256-ff")}};
  after.http.headers[0].value.value = "hunter2";
  BOOST_TEST(spec_hash(before) == spec_hash(after));
}

BOOST_AUTO_TEST_CASE(text_cannot_pass_for_another_field) {
  model::Target one = target();
  one.expect.body.contains = {"a\ncontains 1 b"};
  model::Target two = target();
  two.expect.body.contains = {"a", "b"};
  BOOST_TEST(spec_hash(one) != spec_hash(two));
}

BOOST_AUTO_TEST_CASE(it_is_the_same_in_every_release) {
  BOOST_TEST(spec_hash(target()) == 12469664626460617503ULL);
}

BOOST_AUTO_TEST_SUITE_END()
