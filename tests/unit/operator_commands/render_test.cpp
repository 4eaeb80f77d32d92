#include "operator/commands/render.hpp"

#include <sstream>
#include <vector>

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include "manifests_bed.hpp"
#include "operator/api/object_data.hpp"
#include "operator/render/content_key.hpp"
#include "operator/render/target_file.hpp"
#include "targets/target_files.hpp"

namespace fs = std::filesystem;
namespace json = boost::json;
using vedette::op::content_key;
using vedette::op::RenderConfig;
using vedette::runtime::ExitCode;
using vedette::targets::TargetSet;
using vedette::test::kWithSecret;
using vedette::test::manifest;
using vedette::test::StandingClock;
using vedette::test::TemporaryDirectory;
using vedette::test::write_file;

namespace {

struct Rendered {
  ExitCode code;
  std::string out;
  std::string err;
};

/// Manifests, secrets and a place for what is rendered.
class Bed {
 public:
  Bed() { clock_.now += std::chrono::hours(500'000); }

  void write_manifest(const std::string& name, const std::string& text) const {
    write_file(manifests() / name, text);
  }
  void write_secret(const std::string& path, const std::string& text) const {
    write_file(secrets() / path, text);
  }
  void pass(std::chrono::minutes time) { clock_.now += time; }

  [[nodiscard]] Rendered list() const { return run({}); }
  [[nodiscard]] Rendered to_folder() const { return run(folder()); }

  [[nodiscard]] fs::path manifests() const { return directory_.path() / "manifests"; }
  [[nodiscard]] fs::path secrets() const { return directory_.path() / "secrets"; }
  [[nodiscard]] fs::path folder() const { return directory_.path() / "rendered"; }

  /// What a prober makes of the folder.
  [[nodiscard]] std::shared_ptr<const TargetSet> loaded() const {
    return vedette::targets::TargetFiles({{folder()}, folder(), "default"}).load();
  }
  [[nodiscard]] std::vector<std::string> contents() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder())) {
      const std::string name = entry.path().filename().string();
      if (!name.starts_with("targets-")) names.push_back(name);
    }
    std::sort(names.begin(), names.end());
    return names;
  }

 private:
  [[nodiscard]] Rendered run(const fs::path& output_dir) const {
    std::ostringstream out;
    std::ostringstream err;
    const RenderConfig config{{{manifests()}, secrets(), "default"}, 16, output_dir};
    const ExitCode code = run_render(config, clock_, out, err);
    return {code, out.str(), err.str()};
  }

  TemporaryDirectory directory_;
  StandingClock clock_;
};

std::vector<json::object> items(const Rendered& answer) {
  std::vector<json::object> objects;
  const json::value list = json::parse(answer.out);
  BOOST_TEST(list.at("kind").as_string() == "List");
  for (const json::value& item : list.at("items").as_array()) objects.push_back(item.as_object());
  return objects;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(render)

BOOST_AUTO_TEST_CASE(list_holds_secrets_first_and_every_file) {
  const Bed bed;
  bed.write_manifest("a.yaml", manifest("a", kWithSecret) + "---\n" + manifest("b"));
  bed.write_secret("shop/login/token", "abc\n");
  const Rendered answer = bed.list();
  BOOST_TEST_REQUIRE((answer.code == ExitCode::Ok), answer.err);
  const std::vector<json::object> objects = items(answer);
  BOOST_REQUIRE(objects.size() == 17U);
  BOOST_TEST(objects[0].at("kind").as_string() == "Secret");
  const vedette::op::Contents secrets = vedette::op::secret_contents(objects[0]).value();
  BOOST_TEST(secrets.at(content_key("abc\n")) == "abc\n");
  std::size_t lines = 0;
  for (int i = 0; i < 16; ++i) {
    const json::object& config_map = objects[static_cast<std::size_t>(i) + 1];
    BOOST_TEST(config_map.at("kind").as_string() == "ConfigMap");
    const auto file = vedette::op::restore(vedette::op::config_map_contents(config_map).value(), i);
    BOOST_REQUIRE(file.has_value());
    BOOST_TEST(file->epoch == 500'000LL * 3600 * 1000);
    lines += file->lines.size();
  }
  BOOST_TEST(lines == 2U);
}

BOOST_AUTO_TEST_CASE(folder_is_what_a_prober_takes) {
  const Bed bed;
  bed.write_manifest("a.yaml", manifest("a", kWithSecret));
  bed.write_secret("shop/login/token", "abc");
  const Rendered answer = bed.to_folder();
  BOOST_TEST_REQUIRE((answer.code == ExitCode::Ok), answer.err);
  BOOST_TEST(answer.out.empty());
  const auto set = bed.loaded();
  BOOST_TEST(set->faults.empty());
  BOOST_REQUIRE(set->targets.size() == 1U);
  BOOST_TEST(set->files.size() == 16U);
  BOOST_TEST(!set->targets[0].unusable.has_value());
  BOOST_TEST(set->targets[0].target->http.authorization->credentials.value == "abc");
  const fs::perms others = fs::perms::group_all | fs::perms::others_all;
  BOOST_TEST(
      ((fs::status(bed.folder() / content_key("abc")).permissions() & others) == fs::perms::none));
}

BOOST_AUTO_TEST_CASE(rendering_again_changes_what_changed) {
  Bed bed;
  bed.write_manifest("a.yaml", manifest("a", kWithSecret));
  bed.write_manifest("b.yaml", manifest("b"));
  bed.write_secret("shop/login/token", "old");
  BOOST_REQUIRE((bed.to_folder().code == ExitCode::Ok));
  const auto before = bed.loaded();

  bed.pass(std::chrono::minutes(5));
  bed.write_secret("shop/login/token", "new");
  BOOST_REQUIRE((bed.to_folder().code == ExitCode::Ok));
  const auto after = bed.loaded();
  std::size_t risen = 0;
  for (std::size_t i = 0; i < before->files.size(); ++i) {
    risen += after->files[i].epoch > before->files[i].epoch ? 1 : 0;
  }
  BOOST_TEST(risen == 1U);
  BOOST_TEST(
      (after->targets[0].target->schedule_since == before->targets[0].target->schedule_since));
  std::vector<std::string> both{content_key("new"), content_key("old")};
  std::sort(both.begin(), both.end());
  BOOST_TEST(bed.contents() == both, boost::test_tools::per_element());
  BOOST_REQUIRE((bed.to_folder().code == ExitCode::Ok));
  BOOST_TEST(bed.contents() == both, boost::test_tools::per_element());

  fs::remove(bed.manifests() / "a.yaml");
  BOOST_REQUIRE((bed.to_folder().code == ExitCode::Ok));
  BOOST_TEST(bed.loaded()->targets.size() == 1U);
  BOOST_TEST(bed.contents() == std::vector{content_key("new")}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(broken_manifest_keeps_everything_from_being_written) {
  const Bed bed;
  bed.write_manifest("a.yaml", manifest("a"));
  bed.write_manifest("b.yaml", manifest("b", "  interval: 1x\n"));
  const Rendered answer = bed.to_folder();
  BOOST_TEST((answer.code == ExitCode::BadInput));
  BOOST_TEST(answer.err.find("b.yaml:8: shop/b: spec.interval") != std::string::npos);
  BOOST_TEST(!fs::exists(bed.folder()));
}

BOOST_AUTO_TEST_CASE(missing_secret_keeps_everything_from_being_written) {
  const Bed bed;
  bed.write_manifest("a.yaml", manifest("a", kWithSecret));
  write_file(bed.secrets() / "other", "");
  const Rendered answer = bed.list();
  BOOST_TEST((answer.code == ExitCode::BadInput));
  BOOST_TEST(answer.out.empty());
  BOOST_TEST(answer.err.find("shop/login/token") != std::string::npos, answer.err);
}

BOOST_AUTO_TEST_CASE(references_need_a_directory_of_secrets) {
  const Bed bed;
  bed.write_manifest("a.yaml", manifest("a", kWithSecret));
  std::ostringstream out;
  std::ostringstream err;
  StandingClock clock;
  const RenderConfig config{{{bed.manifests()}, "", "default"}, 16, ""};
  BOOST_TEST((run_render(config, clock, out, err) == ExitCode::BadInput));
  BOOST_TEST(err.str().find("a.yaml: shop/a: spec.http.authorization.credentialsFrom: no directory "
                            "of secrets is given; set --secrets-dir\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(rendered_file_is_not_rendered_again) {
  const Bed bed;
  bed.write_manifest("a.yaml", manifest("a"));
  BOOST_REQUIRE((bed.to_folder().code == ExitCode::Ok));
  std::ostringstream out;
  std::ostringstream err;
  StandingClock clock;
  const RenderConfig config{{{bed.folder()}, "", "default"}, 16, ""};
  BOOST_TEST((run_render(config, clock, out, err) == ExitCode::BadInput));
  BOOST_TEST(err.str().find("is rendered already; give the manifest instead") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
