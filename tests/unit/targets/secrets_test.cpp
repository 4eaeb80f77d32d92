#include "targets/secrets.hpp"

#include <string>

#include <boost/test/unit_test.hpp>

#include "support/paths.hpp"
#include "target_bed.hpp"

using vedette::targets::Secrets;
using vedette::targets::SecretUse;
using vedette::test::faults_of;
using vedette::test::find;
using vedette::test::has_fault;
using vedette::test::manifest;
using vedette::test::TargetBed;
namespace model = vedette::model;
using RefKind = model::Reference::Kind;

namespace {

constexpr const char* kWithKey =
    "  http:\n    headers:\n      - name: X-Key\n        valueFrom:\n"
    "          secretKeyRef: {name: login, key: token}\n";

const std::string& header_of(const vedette::targets::LoadedTarget& loaded) {
  return loaded.target->http.headers.at(0).value.value;
}

/// What is said of a secret that holds `text`; empty when it may be used.
std::string fault_of(std::string_view text, SecretUse use) {
  const TargetBed bed;
  bed.write_secret("key", text);
  Secrets secrets(bed.secrets());
  const auto value = secrets.read("default", {RefKind::File, "", "key"}, use);
  return value ? "" : value.error().message;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(secrets)

BOOST_AUTO_TEST_CASE(references_lead_to_their_files) {
  const TargetBed bed;
  bed.write_secret("shop/login/token", "one");
  bed.write_secret("shop/bundle/ca.crt", "two");
  bed.write_secret("sha256-00", "three");
  Secrets secrets(bed.secrets());
  const auto read = [&](RefKind kind, const char* name, const char* key) {
    return secrets.read("shop", {kind, name, key}, SecretUse::HeaderValue).value();
  };
  BOOST_TEST(read(RefKind::Secret, "login", "token") == "one");
  BOOST_TEST(read(RefKind::ConfigMap, "bundle", "ca.crt") == "two");
  BOOST_TEST(read(RefKind::File, "", "sha256-00") == "three");
}

BOOST_AUTO_TEST_CASE(one_trailing_newline_is_stripped_from_a_line) {
  const TargetBed bed;
  bed.write_secret("a", "x\n");
  bed.write_secret("b", "x\r\n");
  bed.write_secret("c", "x");
  Secrets secrets(bed.secrets());
  for (const char* key : {"a", "b", "c"}) {
    BOOST_TEST(secrets.read("default", {RefKind::File, "", key}, SecretUse::HeaderValue).value() ==
               "x");
  }
}

BOOST_AUTO_TEST_CASE(lines_with_breaks_or_nul_are_refused) {
  using namespace std::string_view_literals;
  for (const auto text :
       {"x\n\n"sv, "a\nb"sv, "a\rb"sv, "a\r\nb\n"sv, "a\0b"sv, "a\0"sv, "\x1b"sv}) {
    BOOST_TEST(fault_of(text, SecretUse::HeaderValue).ends_with("control character"));
  }
  BOOST_TEST(fault_of("a:b", SecretUse::HeaderValue).empty());
  BOOST_TEST(!fault_of("a:b", SecretUse::Username).empty());
}

BOOST_AUTO_TEST_CASE(bundles_and_bodies_stay_as_they_are) {
  const TargetBed bed;
  bed.write_secret("pem", "-----BEGIN\nx\n-----END\n");
  Secrets secrets(bed.secrets());
  for (const SecretUse use : {SecretUse::Pem, SecretUse::Body}) {
    BOOST_TEST(secrets.read("default", {RefKind::File, "", "pem"}, use).value() ==
               "-----BEGIN\nx\n-----END\n");
  }
  BOOST_TEST(!fault_of(std::string_view("a\0b", 3), SecretUse::Pem).empty());
  BOOST_TEST(!fault_of(std::string_view("a\0b", 3), SecretUse::Body).empty());
}

BOOST_AUTO_TEST_CASE(sizes_are_bounded) {
  BOOST_TEST(!fault_of(std::string(8193, 'x'), SecretUse::HeaderValue).empty());
  BOOST_TEST(fault_of(std::string(8192, 'x'), SecretUse::HeaderValue).empty());
  BOOST_TEST(!fault_of(std::string((16 << 10) + 1, 'x'), SecretUse::Body).empty());
  BOOST_TEST(!fault_of(std::string((1 << 20) + 1, 'x'), SecretUse::Pem).empty());
}

BOOST_AUTO_TEST_CASE(errors_name_the_file_and_not_the_content) {
  const std::string fault = fault_of("hunter2\nhunter3", SecretUse::HeaderValue);
  BOOST_TEST(fault.find("hunter") == std::string::npos);
  BOOST_TEST(fault.find("/secrets/key holds a line break") != std::string::npos, fault);
}

BOOST_AUTO_TEST_CASE(target_gets_its_secret_and_a_rotated_one_later) {
  TargetBed bed;
  bed.write("a.yaml", manifest("a", kWithKey));
  bed.write("b.yaml", manifest("b"));
  bed.write_secret("default/login/token", "one\n");
  const auto first = bed.load();
  BOOST_TEST(header_of(*find(*first, "a")) == "one");
  const auto same = bed.load();
  BOOST_TEST(find(*same, "a")->target == find(*first, "a")->target);
  bed.write_secret("default/login/token", "two\n");
  const auto rotated = bed.load();
  BOOST_TEST(header_of(*find(*rotated, "a")) == "two");
  BOOST_TEST(find(*rotated, "a")->target != find(*first, "a")->target);
  BOOST_TEST(find(*rotated, "b")->target == find(*first, "b")->target);
  BOOST_TEST(find(*rotated, "a")->target->spec_hash == find(*first, "a")->target->spec_hash);
}

BOOST_AUTO_TEST_CASE(a_target_with_a_secret_is_in_memory_once) {
  TargetBed bed;
  bed.write("a.yaml", manifest("a", kWithKey));
  bed.write("b.yaml", manifest("b"));
  bed.write_secret("default/login/token", "one");
  const auto set = bed.load();
  // As many hold it as hold a target without a secret: no copy is left that a file's state keeps.
  BOOST_TEST(find(*set, "a")->target.use_count() == find(*set, "b")->target.use_count());
}

BOOST_AUTO_TEST_CASE(a_file_written_anew_with_the_same_spec_leaves_a_filled_target_as_it_is) {
  TargetBed bed;
  bed.write("a.yaml", manifest("a", kWithKey));
  bed.write_secret("default/login/token", "one");
  const auto before = bed.load();
  bed.write("a.yaml", manifest("a", kWithKey) + "\n# a remark\n");
  const auto after = bed.load();
  BOOST_TEST(find(*after, "a")->target == find(*before, "a")->target);
}

BOOST_AUTO_TEST_CASE(secret_never_seen_makes_the_target_unusable_until_it_comes) {
  TargetBed bed;
  bed.write("a.yaml", manifest("a", kWithKey));
  const auto without = bed.load();
  BOOST_REQUIRE(find(*without, "a") != nullptr);
  BOOST_REQUIRE(find(*without, "a")->unusable.has_value());
  BOOST_TEST(find(*without, "a")->unusable->find("default/login/token") != std::string::npos,
             *find(*without, "a")->unusable);
  BOOST_TEST(without->counts.unusable == 1U);
  BOOST_TEST(has_fault(*without, "default/a: spec.http.headers[0].valueFrom"), faults_of(*without));
  bed.write_secret("default/login/token", "one");
  const auto with = bed.load();
  BOOST_TEST(!find(*with, "a")->unusable.has_value());
  BOOST_TEST(header_of(*find(*with, "a")) == "one");
  BOOST_TEST(with->faults.empty(), faults_of(*with));
}

BOOST_AUTO_TEST_CASE(vanished_secret_keeps_the_last_good_spec) {
  TargetBed bed;
  bed.write("a.yaml", manifest("a", kWithKey));
  bed.write_secret("default/login/token", "one");
  const auto before = bed.load();
  std::filesystem::remove_all(bed.secrets());
  const auto gone = bed.load();
  BOOST_TEST(find(*gone, "a")->target == find(*before, "a")->target);
  BOOST_TEST(!find(*gone, "a")->unusable.has_value());
  BOOST_TEST(!gone->faults.empty());
  // Also when the spec changes meanwhile: its secret and its address belong together.
  bed.write("a.yaml", manifest("a", kWithKey, "https://new.example/"));
  const auto edited = bed.load();
  BOOST_TEST(find(*edited, "a")->target == find(*before, "a")->target);
  bed.write_secret("default/login/token", "two");
  const auto back = bed.load();
  BOOST_TEST(find(*back, "a")->target->url == "https://new.example/");
  BOOST_TEST(header_of(*find(*back, "a")) == "two");
}

BOOST_AUTO_TEST_CASE(reader_of_what_is_declared_follows_edits_without_any_secret) {
  TargetBed bed;
  auto options = bed.options();
  options.referenced_texts = vedette::targets::ReferencedTexts::LeaveOpen;
  vedette::targets::TargetFiles files(options);
  bed.write("a.yaml", manifest("a"));
  BOOST_REQUIRE(files.load()->targets.size() == 1U);
  bed.write("a.yaml", manifest("a", kWithKey, "https://new.example/"));
  const auto edited = files.load();
  BOOST_TEST(find(*edited, "a")->target->url == "https://new.example/");
  BOOST_TEST(!find(*edited, "a")->unusable.has_value());
  BOOST_TEST(edited->faults.empty(), faults_of(*edited));
}

BOOST_AUTO_TEST_CASE(without_a_directory_every_reference_is_an_error) {
  TargetBed bed;
  bed.write("a.yaml", manifest("a", kWithKey));
  vedette::targets::TargetFiles files({.paths = {bed.files()}});
  const auto set = files.load();
  BOOST_TEST(set->targets.at(0).unusable.has_value());
  BOOST_TEST(has_fault(*set, "set --secrets-dir"), faults_of(*set));
}

BOOST_AUTO_TEST_CASE(all_kinds_of_references_are_filled) {
  TargetBed bed;
  std::filesystem::copy(vedette::test::source_dir() / "tests/golden/valid/everything.yaml",
                        bed.files());
  for (const char* path : {"shop/shop-login/api.key", "shop/shop-login/user", "shop/bundles/ca.crt",
                           "shop/client/tls.crt", "shop/client/tls.key"}) {
    bed.write_secret(path, path);
  }
  bed.write_secret("sha256-2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae", "p");
  const auto set = bed.load();
  BOOST_TEST(set->faults.empty(), faults_of(*set));
  const model::Target& target = *set->targets.at(0).target;
  BOOST_TEST(target.http.headers[1].value.value == "shop/shop-login/api.key");
  BOOST_TEST(target.http.basic_auth->username.value == "shop/shop-login/user");
  BOOST_TEST(target.http.basic_auth->password.value == "p");
  BOOST_TEST(target.tls.ca->value == "shop/bundles/ca.crt");
  BOOST_TEST(target.tls.certificate->value == "shop/client/tls.crt");
  BOOST_TEST(target.tls.key->value == "shop/client/tls.key");
}

BOOST_AUTO_TEST_SUITE_END()
