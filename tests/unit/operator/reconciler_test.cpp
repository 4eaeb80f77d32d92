#include "operator/reconcile/reconciler.hpp"

#include <boost/test/unit_test.hpp>

#include "operator/api/output_objects.hpp"
#include "reconcile_bed.hpp"

namespace vedette::op {
namespace {

using test::ReconcileBed;
using Names = std::vector<std::string>;

BOOST_FIXTURE_TEST_SUITE(reconciler, ReconcileBed)

BOOST_AUTO_TEST_CASE(first_look_writes_every_file_empty_ones_too) {
  put_target("checkout");
  look();
  BOOST_TEST(written() == (Names{"vedette-targets-00", "vedette-targets-01", "vedette-targets-02",
                                 "vedette-targets-03"}),
             boost::test_tools::per_element());
  BOOST_TEST(line("checkout").find("https://checkout.example/") != std::string::npos);
  BOOST_TEST(file(file_of("checkout")).epoch > 0);
}

BOOST_AUTO_TEST_CASE(one_changed_target_writes_exactly_its_file_with_a_higher_epoch) {
  for (int i = 0; i < 20; ++i) put_target("site-" + std::to_string(i));
  settle();
  const int index = file_of("site-7");
  const std::int64_t epoch = file(index).epoch;
  static_cast<void>(written());

  put_target("site-7", {{"url", "https://new.example/"}});
  settle();

  BOOST_TEST(written() == Names{targets_object_name(index)}, boost::test_tools::per_element());
  BOOST_TEST(file(index).epoch > epoch);
  BOOST_TEST(line("site-7").find("https://new.example/") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(nothing_is_written_when_nothing_changed) {
  for (int i = 0; i < 20; ++i) put_target("site-" + std::to_string(i));
  settle();
  api.writes.clear();

  clock.advance(ReconcilerOptions{}.resync);
  settle();

  BOOST_TEST(metrics.resyncs.Value() == 1);
  BOOST_TEST(api.writes.empty());
}

BOOST_AUTO_TEST_CASE(deleted_target_loses_its_line_and_readers_may_shrink) {
  put_target("checkout");
  settle();
  remove_target("checkout");
  settle();
  BOOST_TEST(line("checkout").empty());
  BOOST_TEST(file(file_of("checkout")).allow_shrink);
}

BOOST_AUTO_TEST_CASE(target_that_vanished_while_no_operator_ran_loses_its_line) {
  put_target("checkout");
  settle();
  remove_target("checkout");
  start();
  settle();
  BOOST_TEST(line("checkout").empty());
}

BOOST_AUTO_TEST_CASE(target_that_breaks_a_rule_keeps_its_last_good_line) {
  put_target("checkout");
  settle();
  const std::string good = line("checkout");
  put_target("checkout", {{"url", "ftp://checkout.example/"}});
  settle();
  BOOST_TEST(line("checkout") == good);
  BOOST_TEST(condition("checkout", "Accepted") == "False/Invalid");
  BOOST_TEST(message("checkout", "Accepted").find("generation 1") != std::string::npos);
  BOOST_TEST(happened() == Names{"Warning Invalid"}, boost::test_tools::per_element());
  BOOST_TEST(metrics.invalid.Value() == 1);
}

BOOST_AUTO_TEST_CASE(last_good_line_survives_a_restart_of_the_operator) {
  put_target("checkout");
  settle();
  const std::string good = line("checkout");
  put_target("checkout", {{"url", "ftp://checkout.example/"}});
  settle();
  static_cast<void>(written());
  start();
  settle();
  BOOST_TEST(line("checkout") == good);
  BOOST_TEST(written().empty());
}

BOOST_AUTO_TEST_CASE(new_target_that_breaks_a_rule_has_no_line_and_the_others_run_on) {
  put_target("bad", {{"url", "ftp://checkout.example/"}});
  put_target("good");
  settle();
  BOOST_TEST(line("bad").empty());
  BOOST_TEST(!line("good").empty());
  BOOST_TEST(condition("bad", "Accepted") == "False/Invalid");
  BOOST_TEST(condition("good", "Accepted") == "True/Accepted");
}

BOOST_AUTO_TEST_CASE(mended_target_is_accepted_again_with_an_event) {
  put_target("checkout", {{"url", "ftp://checkout.example/"}});
  settle();
  static_cast<void>(happened());
  put_target("checkout");
  settle();
  BOOST_TEST(condition("checkout", "Accepted") == "True/Accepted");
  BOOST_TEST(!line("checkout").empty());
  BOOST_TEST(happened() == Names{"Normal Accepted"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(restart_keeps_epoch_and_schedule_and_writes_nothing) {
  put_target("checkout");
  settle();
  const TargetFile before = file(file_of("checkout"));
  api.writes.clear();

  clock.advance(Millis(3'600'000));
  start();
  settle();

  BOOST_TEST(api.writes.empty());
  BOOST_TEST((file(file_of("checkout")) == before));
}

BOOST_AUTO_TEST_CASE(edit_that_leaves_the_interval_keeps_the_schedules_beginning) {
  const auto since = [&] {
    const std::string text = line("checkout");
    return text.substr(text.find("scheduleSince"));
  };
  put_target("checkout");
  settle();
  const std::string before = since();
  clock.advance(Millis(3'600'000));
  start();
  put_target("checkout", {{"url", "https://elsewhere.example/"}});
  settle();
  BOOST_TEST(since() == before);
  put_target("checkout", {{"url", "https://elsewhere.example/"}, {"interval", "1m"}});
  settle();
  BOOST_TEST(since() != before);
}

BOOST_AUTO_TEST_CASE(status_says_what_is_known_and_is_written_once) {
  put_target("checkout");
  settle();
  BOOST_TEST(condition("checkout", "Accepted") == "True/Accepted");
  BOOST_TEST(condition("checkout", "ResolvedRefs") == "True/ResolvedRefs");
  BOOST_TEST(condition("checkout", "Programmed") == "Unknown/NotReported");
  BOOST_TEST(condition("checkout", "Available") == "Unknown/NotReported");
  BOOST_TEST(metrics.status_writes(WriteResult::Written).Value() == 1);
  BOOST_TEST(happened().empty());
}

BOOST_AUTO_TEST_CASE(status_that_a_hand_changed_is_written_again) {
  put_target("checkout");
  settle();
  const boost::json::object emptied{
      {"metadata", boost::json::object{{"name", "checkout"}, {"namespace", "shop"}}},
      {"status", boost::json::object{}}};
  BOOST_REQUIRE(api.apply(targets_resource(), emptied, Part::Status).has_value());
  settle();
  BOOST_TEST(condition("checkout", "Accepted") == "True/Accepted");
}

BOOST_AUTO_TEST_CASE(nothing_is_written_before_every_cache_is_complete) {
  put_target("checkout");
  user_config_maps->complete = false;
  look();
  BOOST_TEST(api.writes.empty());
  BOOST_TEST(health.ready().json.find("not read from the API server yet: ConfigMaps") !=
             std::string::npos);

  user_config_maps->complete = true;
  look();
  BOOST_TEST(!line("checkout").empty());
  BOOST_TEST(health.ready().ok);
}

BOOST_AUTO_TEST_CASE(replica_that_does_not_lead_is_ready_and_writes_nothing) {
  put_target("checkout");
  leads = false;
  look();
  BOOST_TEST(api.writes.empty());
  BOOST_TEST(health.ready().ok);
  BOOST_TEST(metrics.leader.Value() == 0);

  leads = true;
  tick();
  BOOST_TEST(!line("checkout").empty());
  BOOST_TEST(metrics.leader.Value() == 1);
}

BOOST_AUTO_TEST_CASE(new_leader_goes_on_from_what_the_old_one_wrote) {
  put_target("checkout");
  settle();
  const std::int64_t epoch = file(file_of("checkout")).epoch;
  api.writes.clear();
  start();
  clock.set_back(Millis(1'000'000));  // its clock is behind the old one's
  put_target("checkout", {{"url", "https://new.example/"}});
  settle();
  BOOST_TEST(file(file_of("checkout")).epoch == epoch + 1);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::op
