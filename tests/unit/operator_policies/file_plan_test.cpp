#include "operator/reconcile/plan/file_plan.hpp"

#include <deque>

#include <boost/test/unit_test.hpp>

#include "base/time_text.hpp"
#include "operator/render/content_key.hpp"
#include "policy_bed.hpp"

namespace json = boost::json;
namespace model = vedette::model;
using vedette::SystemTime;
using vedette::op::content_key;
using vedette::op::Contents;
using vedette::op::DecidedTargets;
using vedette::op::Decision;
using vedette::op::FileIdentity;
using vedette::op::FilePlan;
using vedette::op::LineAction;
using vedette::op::plan_file;
using vedette::op::PreviousOutput;
using vedette::test::FakeContents;
using vedette::test::target;
using vedette::test::target_with_secret;

namespace {

const FileIdentity kOnly{"default", 0, 1};
const SystemTime kNoon = vedette::from_rfc3339("2026-11-23T12:00:00Z").value();
constexpr std::int64_t kNoonMillis = 1'795'435'200'000;
constexpr const char* kReference = "spec.http.headers[0].valueFrom";

model::TargetId id_of(const std::string& name) {
  return model::make_target_id("default", "shop", name);
}

/// Targets with what was decided about them, planned again and again as the operator does.
class PlanBed {
 public:
  void write(const std::string& name, const std::string& url = "https://shop.example/") {
    Decision decision;
    decision.action = LineAction::Write;
    put(name, target(R"({"url":")" + url + R"("})", name), std::move(decision));
  }
  void write_with_secret(const std::string& name, const std::string& content) {
    Decision decision;
    decision.action = LineAction::Write;
    decision.references[kReference] = content_key(content);
    decision.secrets[content_key(content)] = content;
    put(name, target_with_secret(name), std::move(decision));
  }
  void act(const std::string& name, LineAction action) {
    Decision decision;
    decision.action = action;
    put(name, {}, std::move(decision));
  }

  /// Plans what was decided since the last time, and makes it the previous output.
  FilePlan plan(SystemTime now = kNoon, const FileIdentity& identity = kOnly) {
    FilePlan plan = plan_file(identity, previous, targets_, now);
    if (plan.file) previous.file = plan.file;
    previous.secrets = plan.secrets;
    targets_.clear();
    return plan;
  }

  [[nodiscard]] const std::string& line(const std::string& name) const {
    return previous.file->lines.at(id_of(name));
  }

  PreviousOutput previous;

 private:
  void put(const std::string& name, json::object manifest, Decision decision) {
    manifests_.push_back(std::move(manifest));
    decisions_.push_back(std::move(decision));
    targets_[id_of(name)] = {&manifests_.back(), &decisions_.back()};
  }

  std::deque<json::object> manifests_;
  std::deque<Decision> decisions_;
  DecidedTargets targets_;
};

Contents secrets_of(std::initializer_list<std::string> contents) {
  Contents secrets;
  for (const std::string& content : contents) secrets[content_key(content)] = content;
  return secrets;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(file_plan)

BOOST_AUTO_TEST_CASE(absent_file_is_written_even_when_empty) {
  PlanBed bed;
  const FilePlan plan = bed.plan();
  BOOST_REQUIRE(plan.file.has_value());
  BOOST_TEST(plan.file->lines.empty());
  BOOST_TEST(plan.file->epoch == kNoonMillis);
  BOOST_TEST(!plan.file->allow_shrink);
  BOOST_TEST(!plan.secrets_changed);
}

BOOST_AUTO_TEST_CASE(nothing_changed_means_nothing_is_written) {
  PlanBed bed;
  bed.write("a");
  bed.write_with_secret("b", "token");
  const FilePlan first = bed.plan();
  BOOST_TEST(first.added == 2U);
  BOOST_TEST(first.secrets_changed);

  bed.write("a");
  bed.write_with_secret("b", "token");
  const FilePlan again = bed.plan(kNoon + std::chrono::hours(1));
  BOOST_TEST(!again.file.has_value());
  BOOST_TEST(!again.secrets_changed);
}

BOOST_AUTO_TEST_CASE(target_that_is_not_named_keeps_its_line) {
  PlanBed bed;
  bed.write("a");
  bed.write("b");
  bed.plan();
  const std::string b = bed.line("b");
  bed.write("a", "https://moved.example/");
  const FilePlan plan = bed.plan();
  BOOST_TEST(plan.changed == 1U);
  BOOST_TEST(plan.added == 0U);
  BOOST_TEST(plan.removed == 0U);
  BOOST_TEST(bed.line("b") == b);
}

BOOST_AUTO_TEST_CASE(target_whose_spec_was_refused_keeps_its_line) {
  PlanBed bed;
  bed.write("a");
  bed.plan();
  bed.act("a", LineAction::Keep);
  bed.act("never-good", LineAction::Keep);
  BOOST_TEST(!bed.plan().file.has_value());
  BOOST_TEST(bed.previous.file->lines.size() == 1U);
}

BOOST_AUTO_TEST_CASE(epoch_rises_with_the_clock_and_without_it) {
  PlanBed bed;
  bed.plan();
  bed.write("a");
  BOOST_TEST(bed.plan().file->epoch == kNoonMillis + 1);
  bed.write("b");
  BOOST_TEST(bed.plan(kNoon - std::chrono::hours(1)).file->epoch == kNoonMillis + 2);
  bed.write("c");
  BOOST_TEST(bed.plan(kNoon + std::chrono::seconds(1)).file->epoch == kNoonMillis + 1000);
}

BOOST_AUTO_TEST_CASE(schedule_goes_on_over_an_edit) {
  PlanBed bed;
  bed.write("a");
  bed.plan();
  bed.write("a", "https://moved.example/");
  bed.plan(kNoon + std::chrono::hours(1));
  BOOST_TEST(bed.line("a").ends_with(R"("scheduleSince":"2026-11-23T12:00:00.000000Z"})"));
}

BOOST_AUTO_TEST_CASE(removed_target_lets_the_file_shrink_for_ten_minutes) {
  PlanBed bed;
  bed.write("a");
  bed.write("b");
  bed.plan();
  bed.act("a", LineAction::Remove);
  const FilePlan shrunk = bed.plan();
  BOOST_TEST(shrunk.removed == 1U);
  BOOST_TEST(shrunk.file->allow_shrink);
  // A reader may see this epoch without the one before.
  bed.write("c");
  BOOST_TEST(bed.plan(kNoon + std::chrono::minutes(9)).file->allow_shrink);
  bed.write("d");
  BOOST_TEST(!bed.plan(kNoon + std::chrono::minutes(20)).file->allow_shrink);
}

BOOST_AUTO_TEST_CASE(removing_what_is_not_there_changes_nothing) {
  PlanBed bed;
  bed.plan();
  bed.act("a", LineAction::Remove);
  BOOST_TEST(!bed.plan().file.has_value());
}

BOOST_AUTO_TEST_CASE(lines_of_another_source_or_place_go) {
  PlanBed bed;
  bed.write("a");
  bed.plan();
  const FilePlan renamed = plan_file({"other", 0, 1}, bed.previous, {}, kNoon);
  BOOST_REQUIRE(renamed.file.has_value());
  BOOST_TEST(renamed.file->lines.empty());
  BOOST_TEST(renamed.file->allow_shrink);
  const int place = model::shard_of(id_of("a"), 16);
  const FilePlan here = plan_file({"default", place, 16}, bed.previous, {}, kNoon);
  BOOST_TEST(here.file->lines.size() == 1U);
  const FilePlan elsewhere = plan_file({"default", (place + 1) % 16, 16}, bed.previous, {}, kNoon);
  BOOST_TEST(elsewhere.file->lines.empty());
}

BOOST_AUTO_TEST_CASE(previous_content_stays_until_the_next_write) {
  PlanBed bed;
  bed.write_with_secret("a", "old");
  BOOST_TEST((bed.plan().secrets == secrets_of({"old"})));
  bed.write_with_secret("a", "new");
  BOOST_TEST((bed.plan().secrets == secrets_of({"old", "new"})));
  // Nothing to write: nothing is taken away either.
  const FilePlan idle = bed.plan();
  BOOST_TEST(!idle.secrets_changed);
  bed.write("b");
  BOOST_TEST((bed.plan().secrets == secrets_of({"new"})));
}

BOOST_AUTO_TEST_CASE(content_of_a_removed_target_goes_one_write_later) {
  PlanBed bed;
  bed.write_with_secret("a", "x");
  bed.plan();
  bed.act("a", LineAction::Remove);
  BOOST_TEST((bed.plan().secrets == secrets_of({"x"})));
  bed.write("b");
  BOOST_TEST(bed.plan().secrets.empty());
}

BOOST_AUTO_TEST_CASE(kept_line_keeps_its_content) {
  PlanBed bed;
  bed.write_with_secret("a", "x");
  bed.plan();
  for (int i = 0; i < 3; ++i) {
    bed.act("a", LineAction::Keep);
    bed.write("b", "https://shop.example/" + std::to_string(i));
    BOOST_TEST((bed.plan().secrets == secrets_of({"x"})));
  }
}

BOOST_AUTO_TEST_CASE(edited_secret_is_repaired) {
  PlanBed bed;
  bed.write_with_secret("a", "x");
  bed.plan();
  bed.previous.secrets[content_key("x")] = "by hand";
  bed.previous.secrets["extra"] = "by hand";
  const FilePlan unknown = plan_file(kOnly, bed.previous, {}, kNoon);
  BOOST_TEST(unknown.secrets_changed);
  BOOST_TEST(unknown.secrets.empty());
  BOOST_TEST((unknown.lost_keys == std::vector{content_key("x")}));

  bed.write_with_secret("a", "x");
  const FilePlan repaired = bed.plan();
  BOOST_TEST(!repaired.file.has_value());
  BOOST_TEST(repaired.secrets_changed);
  BOOST_TEST((repaired.secrets == secrets_of({"x"})));
  BOOST_TEST(repaired.lost_keys.empty());
}

BOOST_AUTO_TEST_CASE(secrets_that_do_not_fit_are_refused_alone) {
  PlanBed bed;
  const std::string half(600 * 1024, 'a');
  const std::string other(600 * 1024, 'b');
  bed.write_with_secret("a", half);
  bed.write_with_secret("b", half);  // the same content counts once
  BOOST_TEST(bed.plan().too_large.empty());

  bed.write_with_secret("c", other);
  bed.write_with_secret("d", "small");
  const FilePlan plan = bed.plan();
  BOOST_TEST((plan.too_large == std::set{id_of("c")}));
  BOOST_TEST((plan.secrets == secrets_of({half, "small"})));
  // It had no line: it is written without its secret, so that it is not silent.
  BOOST_TEST(!vedette::op::is_resolved(bed.line("c")));
  BOOST_TEST(vedette::op::is_resolved(bed.line("d")));
}

BOOST_AUTO_TEST_CASE(target_whose_new_secret_does_not_fit_keeps_its_line) {
  PlanBed bed;
  const std::string half(600 * 1024, 'a');
  bed.write_with_secret("a", half);
  bed.write_with_secret("b", "small");
  bed.plan();
  const std::string before = bed.line("b");
  bed.write_with_secret("b", std::string(600 * 1024, 'b'));
  const FilePlan plan = bed.plan();
  BOOST_TEST((plan.too_large == std::set{id_of("b")}));
  BOOST_TEST(bed.line("b") == before);
  BOOST_TEST((plan.secrets == secrets_of({half, "small"})));
}

BOOST_AUTO_TEST_CASE(previous_contents_make_room_for_those_needed_now) {
  PlanBed bed;
  bed.write_with_secret("a", std::string(600 * 1024, 'a'));
  bed.plan();
  const std::string rotated(600 * 1024, 'b');
  bed.write_with_secret("a", rotated);
  const FilePlan plan = bed.plan();
  BOOST_TEST(plan.too_large.empty());
  BOOST_TEST((plan.secrets == secrets_of({rotated})));
}

BOOST_AUTO_TEST_CASE(refused_secrets_are_told) {
  FakeContents contents;
  contents.secrets["shop/login/token"] = "abc";
  vedette::targets::PatternCheck patterns;
  const json::object manifest = target_with_secret();
  const vedette::op::PolicyConfig config;
  Decision decision = vedette::op::decide({manifest, nullptr, contents, config}, patterns);
  vedette::op::refuse_secrets(decision);
  BOOST_TEST(decision.conditions[1].type == "ResolvedRefs");
  BOOST_TEST(decision.conditions[1].reason == "SecretsTooLarge");
  BOOST_TEST((decision.conditions[1].status == vedette::op::ConditionStatus::False));
  BOOST_TEST(decision.conditions[0].reason == "Accepted");
}

BOOST_AUTO_TEST_SUITE_END()
