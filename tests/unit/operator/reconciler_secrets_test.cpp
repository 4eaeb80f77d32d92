#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include "operator/api/names.hpp"
#include "operator/api/output_objects.hpp"
#include "operator/render/content_key.hpp"
#include "reconcile_bed.hpp"

namespace vedette::op {
namespace {

using test::ReconcileBed;
using Names = std::vector<std::string>;

struct SecretsBed : ReconcileBed {
  int index = file_of("checkout");

  void begin() {
    put_secret("login", "token", "first");
    put_target("checkout", spec_with_secret("login", "token"));
    settle();
    static_cast<void>(written());
    static_cast<void>(happened());
  }
};

BOOST_FIXTURE_TEST_SUITE(reconciler_secrets, SecretsBed)

BOOST_AUTO_TEST_CASE(secret_is_written_before_the_config_map_that_needs_it) {
  settle();
  static_cast<void>(written());
  put_secret("login", "token", "first");
  put_target("checkout", spec_with_secret("login", "token"));
  settle();
  BOOST_TEST(written() == (Names{secrets_object_name(index), targets_object_name(index)}),
             boost::test_tools::per_element());
  BOOST_TEST(secrets(index).at(content_key("first")) == "first");
  BOOST_TEST(line("checkout").find(content_key("first")) != std::string::npos);
  BOOST_TEST(condition("checkout", "ResolvedRefs") == "True/ResolvedRefs");
}

BOOST_AUTO_TEST_CASE(config_map_is_not_written_when_its_secret_could_not_be) {
  settle();
  put_secret("login", "token", "first");
  put_target("checkout", spec_with_secret("login", "token"));
  api.failures = {{ErrorKind::Unavailable, 503, "ServiceUnavailable", "away", std::nullopt}};
  look();
  BOOST_TEST(line("checkout").empty());
}

BOOST_AUTO_TEST_CASE(rotated_secret_is_a_new_key_and_the_old_one_stays_for_an_epoch) {
  begin();
  put_secret("login", "token", "second");
  settle();
  BOOST_TEST(line("checkout").find(content_key("second")) != std::string::npos);
  BOOST_TEST(secrets(index).contains(content_key("first")));
  BOOST_TEST(secrets(index).contains(content_key("second")));

  put_secret("login", "token", "third");
  settle();
  BOOST_TEST(!secrets(index).contains(content_key("first")));
  BOOST_TEST(secrets(index).contains(content_key("second")));
  BOOST_TEST(secrets(index).contains(content_key("third")));
}

BOOST_AUTO_TEST_CASE(restart_leaves_the_previous_epochs_key_alone) {
  begin();
  put_secret("login", "token", "second");
  settle();
  api.writes.clear();
  start();
  settle();
  BOOST_TEST(api.writes.empty());
  BOOST_TEST(secrets(index).contains(content_key("first")));
}

BOOST_AUTO_TEST_CASE(missing_secret_is_said_and_the_target_is_rendered_unresolved) {
  put_target("checkout", spec_with_secret("login", "token"));
  settle();
  BOOST_TEST(condition("checkout", "Accepted") == "True/Accepted");
  BOOST_TEST(condition("checkout", "ResolvedRefs") == "False/SecretNotFound");
  BOOST_TEST(line("checkout").find("secretKeyRef") != std::string::npos);
  BOOST_TEST(happened() == Names{"Warning SecretMissing"}, boost::test_tools::per_element());
  BOOST_TEST(metrics.unresolved.Value() == 1);

  put_secret("login", "token", "first");
  settle();
  BOOST_TEST(condition("checkout", "ResolvedRefs") == "True/ResolvedRefs");
  BOOST_TEST(line("checkout").find(content_key("first")) != std::string::npos);
}

BOOST_AUTO_TEST_CASE(secret_that_loses_its_label_is_missing_and_the_last_good_line_stays) {
  begin();
  const std::string good = line("checkout");
  put_secret("login", "token", "first", false);
  settle();
  BOOST_TEST(condition("checkout", "ResolvedRefs") == "False/SecretNotFound");
  BOOST_TEST(line("checkout") == good);
  BOOST_TEST(happened() == Names{"Warning SecretMissing"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(secret_without_the_label_is_never_revealed) {
  put_secret("login", "token", "private", false);
  put_target("checkout", spec_with_secret("login", "token"));
  settle();
  BOOST_TEST(secrets(index).empty());
  for (const ObjectPtr& object : api.all(config_maps_resource())) {
    BOOST_TEST(boost::json::serialize(object->body).find("private") == std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(operator_without_secrets_writes_none) {
  with_secrets = false;
  start();
  put_secret("login", "token", "first");
  put_target("checkout", spec_with_secret("login", "token"));
  settle();
  BOOST_TEST(condition("checkout", "ResolvedRefs") == "False/RefNotPermitted");
  for (const std::string& name : written()) BOOST_TEST(!name.starts_with(kSecretsPrefix));
}

BOOST_AUTO_TEST_CASE(watch_of_config_maps_that_is_behind_the_one_of_secrets_is_no_damage) {
  put_secret("login", "token", "first");
  put_target("checkout", spec_with_secret("login", "token"));
  look();
  output_secrets->refresh();
  Changes changes;
  changes[{Watched::OutputSecret, {"vedette", secrets_object_name(index)}}] = clock.steady_now();
  reconciler->round(changes, {});
  BOOST_TEST(metrics.repairs.Value() == 0);
}

BOOST_AUTO_TEST_CASE(secrets_edited_by_hand_are_repaired) {
  begin();
  auto body = api.get(secrets_resource(), {"vedette", secrets_object_name(index)})->body;
  body["data"] = boost::json::object{{content_key("first"), "ZXZpbA=="}, {"extra", "ZXZpbA=="}};
  api.put(secrets_resource(), body);
  settle();
  BOOST_TEST((secrets(index) == Contents{{content_key("first"), "first"}}));
  BOOST_TEST(metrics.repairs.Value() == 1);
}

BOOST_AUTO_TEST_CASE(deleted_secret_is_made_again) {
  begin();
  api.remove(secrets_resource(), {"vedette", secrets_object_name(index)});
  settle();
  BOOST_TEST((secrets(index) == Contents{{content_key("first"), "first"}}));
}

BOOST_AUTO_TEST_CASE(secret_deleted_while_no_operator_ran_is_made_again) {
  begin();
  api.remove(secrets_resource(), {"vedette", secrets_object_name(index)});
  start();
  settle();
  BOOST_TEST((secrets(index) == Contents{{content_key("first"), "first"}}));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::op
