#include "writer/maintain/schedule_plan.hpp"

#include <boost/test/unit_test.hpp>

#include "model/slots.hpp"
#include "records.hpp"

namespace vedette::writer {
namespace {

using namespace test;

struct Declaring {
  targets::TargetSet set;
  ScheduleScope scope{"default", {"eu-west"}};
  StoredSchedule stored;

  void add_file(const std::string& file, std::int64_t epoch, const std::string& sha256) {
    set.files.push_back({"default", file, epoch, sha256, 0});
  }
  model::Target& add_target(const std::string& name, const std::string& path) {
    auto target = std::make_shared<model::Target>();
    target->source = "default";
    target->ns = "shop";
    target->name = name;
    target->id = model::make_target_id("default", "shop", name);
    target->url = "https://shop.example/";
    model::Target& filled = *target;
    set.targets.push_back({std::move(target), path, std::nullopt});
    return filled;
  }

  SchedulePlan plan(SystemTime now = kNow) { return plan_schedule(set, scope, stored, now); }

  /// As if `plan` had been written.
  void apply(const SchedulePlan& plan, const std::string& file) {
    for (const ConfigFile& written : plan.files) {
      std::erase_if(stored.files, [&](const ConfigFile& f) { return f.file == written.file; });
      stored.files.push_back(written);
    }
    for (const ScheduleEntry& entry : plan.entries) {
      std::erase_if(stored.entries, [&](const StoredSchedule::Entry& e) {
        return e.schedule.target == entry.target && e.schedule.location == entry.location;
      });
      stored.entries.push_back({entry, "default", file});
    }
  }
};

BOOST_FIXTURE_TEST_SUITE(schedule_plan, Declaring)

BOOST_AUTO_TEST_CASE(hand_written_target_is_scheduled_from_when_it_was_first_seen) {
  add_file("/t/a.yaml", 0, "s1");
  const model::Target& target = add_target("checkout", "/t/a.yaml");
  const SchedulePlan made = plan();
  BOOST_REQUIRE(made.entries.size() == 1U);
  BOOST_TEST((made.entries[0].valid_from == kNow));
  BOOST_TEST((made.entries[0].interval == Millis(30'000)));
  const auto grid = model::make_grid(target.id, "eu-west", Millis(30'000));
  BOOST_TEST((made.entries[0].phase == grid.phase));
  BOOST_TEST(made.files.at(0).epoch == 1);
  BOOST_TEST(made.targets.size() == 1U);
}

BOOST_AUTO_TEST_CASE(rendered_target_is_scheduled_from_its_schedule_since) {
  add_file("targets-07", 12, "s1");
  add_target("checkout", "/t/targets-07.jsonl.gz").schedule_since = kNow - std::chrono::hours(3);
  const SchedulePlan made = plan();
  BOOST_REQUIRE(made.entries.size() == 1U);
  BOOST_TEST((made.entries[0].valid_from == kNow - std::chrono::hours(3)));
  BOOST_TEST(made.files.at(0).epoch == 12);
  BOOST_TEST(made.files.at(0).rendered);
}

BOOST_AUTO_TEST_CASE(what_is_stored_already_is_not_written_again) {
  add_file("/t/a.yaml", 0, "s1");
  add_target("checkout", "/t/a.yaml");
  apply(plan(), "/t/a.yaml");
  BOOST_TEST(plan(kNow + Millis(1)).empty());
}

BOOST_AUTO_TEST_CASE(changed_content_of_a_hand_written_file_is_the_next_epoch) {
  add_file("/t/a.yaml", 0, "s1");
  add_target("checkout", "/t/a.yaml");
  apply(plan(), "/t/a.yaml");
  set.files[0].sha256 = "s2";
  const SchedulePlan made = plan();
  BOOST_TEST(made.files.at(0).epoch == 2);
  BOOST_TEST(made.entries.empty());
}

BOOST_AUTO_TEST_CASE(stale_rendered_file_touches_nothing) {
  add_file("targets-00", 5, "s5");
  add_target("old", "targets-00.jsonl");
  apply(plan(), "targets-00");
  // Another writer has applied epoch 6, with another interval and another target.
  stored.files[0].epoch = 6;
  stored.entries[0].schedule.interval = Millis(10'000);
  ScheduleEntry other = stored.entries[0].schedule;
  other.target = model::make_target_id("default", "shop", "new");
  stored.entries.push_back({other, "default", "targets-00"});
  BOOST_TEST(plan().empty());
}

BOOST_AUTO_TEST_CASE(new_interval_begins_a_new_row_and_never_before_the_last) {
  add_file("targets-00", 5, "s5");
  model::Target& target = add_target("checkout", "targets-00.jsonl");
  target.schedule_since = kNow;
  apply(plan(), "targets-00");
  set.files[0].epoch = 6;
  target.interval = Millis(60'000);
  target.schedule_since = kNow - std::chrono::hours(1);
  const SchedulePlan made = plan();
  BOOST_REQUIRE(made.entries.size() == 1U);
  BOOST_TEST((made.entries[0].valid_from == kNow));
  BOOST_TEST((made.entries[0].interval == Millis(60'000)));
}

BOOST_AUTO_TEST_CASE(suspended_target_is_not_scheduled_from_then_on) {
  add_file("/t/a.yaml", 0, "s1");
  model::Target& target = add_target("checkout", "/t/a.yaml");
  apply(plan(), "/t/a.yaml");
  set.files[0].sha256 = "s2";
  target.suspended = true;
  const SchedulePlan made = plan(kNow + Millis(5'000));
  BOOST_REQUIRE(made.entries.size() == 1U);
  BOOST_TEST(!made.entries[0].interval.has_value());
  BOOST_TEST((made.entries[0].valid_from == kNow + Millis(5'000)));
}

BOOST_AUTO_TEST_CASE(target_gone_from_its_file_is_not_scheduled_from_then_on) {
  add_file("targets-00", 5, "s5");
  add_target("checkout", "targets-00.jsonl");
  apply(plan(), "targets-00");
  set.targets.clear();
  set.files[0].epoch = 6;
  const SchedulePlan made = plan(kNow + Millis(5'000));
  BOOST_REQUIRE(made.entries.size() == 1U);
  BOOST_TEST(!made.entries[0].interval.has_value());
}

BOOST_AUTO_TEST_CASE(rendered_file_that_is_not_there_keeps_its_targets) {
  add_file("targets-00", 5, "s5");
  add_target("checkout", "targets-00.jsonl");
  apply(plan(), "targets-00");
  set = {};
  add_file("targets-01", 5, "s5");
  BOOST_TEST(plan().entries.empty());
}

BOOST_AUTO_TEST_CASE(hand_written_file_that_was_deleted_ends_its_targets) {
  add_file("/t/a.yaml", 0, "s1");
  add_target("checkout", "/t/a.yaml");
  apply(plan(), "/t/a.yaml");
  set = {};
  add_file("/t/b.yaml", 0, "s9");
  const SchedulePlan made = plan();
  BOOST_REQUIRE(made.entries.size() == 1U);
  BOOST_TEST(!made.entries[0].interval.has_value());
}

BOOST_AUTO_TEST_CASE(no_file_at_all_is_not_the_wish_to_watch_nothing) {
  add_file("/t/a.yaml", 0, "s1");
  add_target("checkout", "/t/a.yaml");
  apply(plan(), "/t/a.yaml");
  set = {};
  BOOST_TEST(plan().empty());
}

BOOST_AUTO_TEST_CASE(new_location_is_scheduled_from_now_and_a_lost_one_ends) {
  add_file("targets-00", 5, "s5");
  add_target("checkout", "targets-00.jsonl").schedule_since = kNow - std::chrono::days(9);
  apply(plan(), "targets-00");
  scope.locations = {"us-east"};
  const SchedulePlan made = plan(kNow + Millis(5'000));
  BOOST_REQUIRE(made.entries.size() == 2U);
  BOOST_TEST(made.entries[0].location == "us-east");
  BOOST_TEST((made.entries[0].valid_from == kNow + Millis(5'000)));
  BOOST_TEST(made.entries[1].location == "eu-west");
  BOOST_TEST(!made.entries[1].interval.has_value());
}

BOOST_AUTO_TEST_CASE(target_is_scheduled_where_its_locations_say_and_ends_where_they_no_longer_do) {
  scope.locations = {"eu-west", "us-east", "us-west"};
  add_file("targets-00", 5, "s5");
  add_target("checkout", "targets-00.jsonl").locations = {"on-site", "us-east", "us-west"};
  const SchedulePlan first = plan();
  BOOST_REQUIRE(first.entries.size() == 2U);
  BOOST_TEST(first.entries[0].location == "us-east");
  BOOST_TEST(first.entries[1].location == "us-west");
  apply(first, "targets-00");
  set = {};
  add_file("targets-00", 6, "s6");
  add_target("checkout", "targets-00.jsonl").locations = {"eu-west", "us-west"};
  const SchedulePlan then = plan(kNow + Millis(5'000));
  BOOST_REQUIRE(then.entries.size() == 2U);
  BOOST_TEST(then.entries[0].location == "eu-west");
  BOOST_TEST(then.entries[0].interval.has_value());
  BOOST_TEST(then.entries[1].location == "us-east");
  BOOST_TEST(!then.entries[1].interval.has_value());
}

BOOST_AUTO_TEST_CASE(target_that_comes_back_is_scheduled_again) {
  add_file("/t/a.yaml", 0, "s1");
  add_target("checkout", "/t/a.yaml");
  apply(plan(), "/t/a.yaml");
  const auto both = set;
  set.targets.clear();
  set.files[0].sha256 = "s2";
  apply(plan(), "/t/a.yaml");
  set = both;
  const SchedulePlan made = plan(kNow + Millis(9'000));
  BOOST_REQUIRE(made.entries.size() == 1U);
  BOOST_TEST((made.entries[0].interval == Millis(30'000)));
  BOOST_TEST((made.entries[0].valid_from == kNow + Millis(9'000)));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::writer
