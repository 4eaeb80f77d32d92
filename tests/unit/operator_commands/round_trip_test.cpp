#include <map>
#include <sstream>

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "manifests_bed.hpp"
#include "operator/commands/render.hpp"
#include "support/paths.hpp"
#include "targets/secrets.hpp"
#include "targets/target_files.hpp"

// What the operator writes is read back by the prober's own reader and means what was declared.

namespace fs = std::filesystem;
namespace model = vedette::model;
using vedette::op::RenderConfig;
using vedette::runtime::ExitCode;
using vedette::targets::TargetFiles;
using vedette::targets::TargetFilesOptions;
using vedette::test::StandingClock;
using vedette::test::TemporaryDirectory;
using vedette::test::write_file;

namespace {

/// Every target of the files with its secrets, as far as it does not matter where it stands.
std::map<std::string, model::Target> targets_of(const TargetFilesOptions& options) {
  std::map<std::string, model::Target> targets;
  const auto set = TargetFiles(options).load();
  for (const auto& fault : set->faults) BOOST_TEST_ERROR(to_text(fault));
  for (const auto& loaded : set->targets) {
    BOOST_TEST(!loaded.unusable.has_value(), loaded.unusable.value_or(""));
    model::Target target = *loaded.target;
    target.schedule_since.reset();
    vedette::targets::visit_references(
        target, [](model::Text& text, vedette::targets::SecretUse, const std::string&) {
          text.from = model::Reference{};
        });
    targets.emplace(target.full_name(), std::move(target));
  }
  return targets;
}

/// Loads manifests as they are, and what is rendered of them.
void compare(const fs::path& manifests, const fs::path& secrets, std::size_t least) {
  const TemporaryDirectory folder("rendered");
  std::ostringstream out;
  std::ostringstream err;
  StandingClock clock;
  clock.now += std::chrono::hours(500'000);
  const RenderConfig config{{{manifests}, secrets, "eu"}, 16, folder.path()};
  BOOST_TEST_REQUIRE((run_render(config, clock, out, err) == ExitCode::Ok), err.str());

  const auto declared = targets_of({{manifests}, secrets, "eu"});
  const auto rendered = targets_of({{folder.path()}, folder.path(), "default"});
  BOOST_TEST(declared.size() >= least);
  BOOST_REQUIRE(declared.size() == rendered.size());
  for (const auto& [name, target] : declared) {
    BOOST_TEST((rendered.at(name) == target), name << " is another target once rendered");
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(round_trip)

BOOST_AUTO_TEST_CASE(every_example_means_the_same_once_rendered) {
  const fs::path examples = vedette::test::source_dir() / "examples";
  const TemporaryDirectory secrets("secrets");
  fs::copy(examples / "secrets", secrets.path(), fs::copy_options::recursive);
  for (const char* name : {"ca.crt", "client.crt", "client.key"}) {  // the site writes them
    write_file(secrets.path() / "default/vedette-site" / name,
               std::string("PEM of ") + name + "\n");
  }
  compare(examples / "targets", secrets.path(), 20);
}

BOOST_AUTO_TEST_CASE(every_field_means_the_same_once_rendered) {
  const TemporaryDirectory manifests("manifests");
  const TemporaryDirectory secrets("secrets");
  std::string text =
      vedette::test::read_file(vedette::test::source_dir() / "tests/golden/valid/everything.yaml");
  const std::size_t file = text.find("{file: ");
  text.replace(file, text.find('}', file) + 1 - file,
               "{secretKeyRef: {name: shop-login, key: password}}");
  text.erase(text.find("scheduleSince:"), text.find("---") - text.find("scheduleSince:"));
  write_file(manifests.path() / "everything.yaml", text);
  for (const char* key : {"shop-login/api.key", "shop-login/user", "shop-login/password",
                          "bundles/ca.crt", "client/tls.crt", "client/tls.key"}) {
    write_file(secrets.path() / "shop" / key, std::string("content of ") + key + "\n");
  }
  compare(manifests.path(), secrets.path(), 1);
}

BOOST_AUTO_TEST_SUITE_END()
