#include "writer/migrate/migration_plan.hpp"

#include <boost/test/unit_test.hpp>

namespace vedette::writer {
namespace {

std::vector<Migration> three() {
  static constexpr SqlFile kFiles[] = {{"0001_a", "A"}, {"0002_b", "B"}, {"0003_c", "C"}};
  return number_migrations(kFiles).value();
}

std::vector<AppliedMigration> applied(const std::vector<Migration>& steps, std::size_t count) {
  std::vector<AppliedMigration> done;
  for (std::size_t i = 0; i < count; ++i) {
    done.push_back({steps[i].version, steps[i].name, steps[i].sha256});
  }
  return done;
}

BOOST_AUTO_TEST_SUITE(migration_plan)

BOOST_AUTO_TEST_CASE(empty_database_gets_every_step_in_order) {
  const auto todo = plan_migrations(three(), {});
  BOOST_REQUIRE(todo.has_value());
  BOOST_REQUIRE(todo->size() == 3U);
  BOOST_TEST(todo->at(0).name == "0001_a");
  BOOST_TEST(todo->at(2).name == "0003_c");
}

BOOST_AUTO_TEST_CASE(applied_steps_are_not_applied_again) {
  const auto todo = plan_migrations(three(), applied(three(), 2));
  BOOST_REQUIRE(todo.has_value());
  BOOST_REQUIRE(todo->size() == 1U);
  BOOST_TEST(todo->front().name == "0003_c");
}

BOOST_AUTO_TEST_CASE(steps_of_a_newer_release_are_left_alone) {
  auto done = applied(three(), 3);
  done.push_back({4, "0004_d", "f00"});
  const auto todo = plan_migrations(three(), done);
  BOOST_REQUIRE(todo.has_value());
  BOOST_TEST(todo->empty());
}

BOOST_AUTO_TEST_CASE(changed_step_is_refused_with_both_checksums) {
  auto done = applied(three(), 2);
  done[0].sha256 = "f00";
  const auto todo = plan_migrations(three(), done);
  BOOST_REQUIRE(!todo.has_value());
  BOOST_TEST((todo.error().kind == ErrorKind::Invalid));
  BOOST_TEST(todo.error().message.find("0001_a") != std::string::npos);
  BOOST_TEST(todo.error().message.find("f00") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(hole_in_what_was_applied_is_refused) {
  auto done = applied(three(), 3);
  done.erase(done.begin() + 1);
  BOOST_TEST(!plan_migrations(three(), done).has_value());
  done.erase(done.begin() + 1);
  done.push_back({4, "0004_d", "f00"});
  BOOST_TEST(!plan_migrations(three(), done).has_value());
}

BOOST_AUTO_TEST_CASE(files_are_numbered_without_holes) {
  static constexpr SqlFile kHole[] = {{"0001_a", "A"}, {"0003_c", "C"}};
  static constexpr SqlFile kNameless[] = {{"first", "A"}};
  BOOST_TEST(!number_migrations(kHole).has_value());
  BOOST_TEST(!number_migrations(kNameless).has_value());
}

BOOST_AUTO_TEST_CASE(this_releases_own_migrations_are_numbered) {
  BOOST_TEST(number_migrations(embedded_migrations()).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::writer
