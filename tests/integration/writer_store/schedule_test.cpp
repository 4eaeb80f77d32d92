#include <filesystem>
#include <fstream>

#include <boost/test/unit_test.hpp>

#include "rig.hpp"
#include "support/temporary_directory.hpp"
#include "support/writer/sql.hpp"
#include "targets/target_files.hpp"
#include "writer/maintain/schedule_plan.hpp"

namespace vedette::writer {
namespace {

using namespace test;
using vedette::test::number_of;
using vedette::test::rows_of;

struct ScheduleBed {
  Rig rig{migrated_database()};
  vedette::test::TemporaryDirectory directory{"targets"};
  targets::TargetFiles files{{.paths = {directory.path()}, .secrets_dir = {}, .source = "default"}};
  ScheduleScope scope{"default", {"eu-west", "us-east"}};

  void write(const std::string& file, const std::string& text) const {
    std::ofstream(directory.path() / file) << text;
  }
  static std::string target(const std::string& name, const std::string& rest) {
    return "apiVersion: vedette.dev/v1alpha1\nkind: Target\nmetadata: {name: " + name +
           "}\nspec:\n  url: http://site.example/\n" + rest;
  }

  /// Reads the files and writes what they change, as the maintainer does.
  std::size_t apply(SystemTime now) {
    const auto stored = rig.maintenance.read_schedule();
    BOOST_REQUIRE(stored.has_value());
    const SchedulePlan plan = plan_schedule(*files.load(), scope, *stored, now);
    BOOST_REQUIRE(rig.maintenance.write_schedule(plan).has_value());
    return plan.entries.size();
  }

  [[nodiscard]] std::vector<std::string> history(const std::string& name) const {
    return rows_of(rig.uri,
                   "SELECT l.name, s.interval_ms FROM target_schedule AS s JOIN target AS t ON"
                   " t.id = s.target_id JOIN location AS l ON l.id = s.location_id WHERE t.name"
                   " = '" +
                       name + "' ORDER BY s.valid_from, l.name");
  }
};

BOOST_FIXTURE_TEST_SUITE(schedules, ScheduleBed)

BOOST_AUTO_TEST_CASE(declared_targets_are_scheduled_at_every_location_once) {
  write("a.yaml", target("one", "  interval: 10s\n"));
  BOOST_TEST(apply(noon()) == 2U);
  BOOST_TEST(apply(noon() + Millis(1'000)) == 0U);
  const std::vector<std::string> expected = {"eu-west|10000", "us-east|10000"};
  BOOST_TEST(history("one") == expected, boost::test_tools::per_element());
  BOOST_TEST(number_of(rig.uri, "SELECT epoch FROM config_file") == 1);
}

BOOST_AUTO_TEST_CASE(edit_suspend_and_removal_are_history) {
  scope.locations = {"eu-west"};
  write("a.yaml", target("one", "  interval: 10s\n"));
  write("b.yaml", target("two", ""));
  apply(noon());
  write("a.yaml", target("one", "  interval: 20s\n"));
  apply(noon() + Millis(1'000));
  write("a.yaml", target("one", "  interval: 20s\n  suspend: {reason: holidays}\n"));
  apply(noon() + Millis(2'000));
  std::filesystem::remove(directory.path() / "b.yaml");
  apply(noon() + Millis(3'000));
  const std::vector<std::string> one = {"eu-west|10000", "eu-west|20000", "eu-west|NULL"};
  const std::vector<std::string> two = {"eu-west|30000", "eu-west|NULL"};
  BOOST_TEST(history("one") == one, boost::test_tools::per_element());
  BOOST_TEST(history("two") == two, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(rendered_file_counts_by_its_epoch) {
  const auto render = [&](int epoch, const std::string& interval) {
    write(
        "targets-00.jsonl",
        R"({"source":"default","file":"targets-00","files":1,"epoch":)" + std::to_string(epoch) +
            R"(,"count":1})" + "\n" +
            R"({"apiVersion":"vedette.dev/v1alpha1","kind":"Target","metadata":{"name":"one",)"
            R"("namespace":"shop","generation":4},"spec":{"url":"http://a.example/","interval":")" +
            interval + R"("},"scheduleSince":"2026-01-02T03:04:05Z"})" + "\n");
  };
  scope.locations = {"eu-west"};
  render(7, "10s");
  BOOST_TEST(apply(noon()) == 1U);
  BOOST_TEST(vedette::test::value_of(rig.uri,
                                     "SELECT valid_from = '2026-01-02T03:04:05Z' AND generation = 4"
                                     " FROM target_schedule") == "t");
  // A writer that reads an older mount after a restart.
  targets::TargetFiles fresh({.paths = {directory.path()}, .secrets_dir = {}, .source = "default"});
  render(6, "50s");
  const auto stored = rig.maintenance.read_schedule();
  BOOST_TEST(plan_schedule(*fresh.load(), scope, *stored, noon()).empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::writer
