#include "reconcile_bed.hpp"

#include <boost/json/array.hpp>
#include <boost/test/unit_test.hpp>

#include "model/target_id.hpp"
#include "operator/api/base64.hpp"
#include "operator/api/json_find.hpp"
#include "operator/api/names.hpp"
#include "operator/api/output_objects.hpp"

namespace vedette::op::test {
namespace {

namespace json = boost::json;

constexpr const char* kNamespace = "vedette";
constexpr const char* kUserNamespace = "shop";

}  // namespace

void ReconcileBed::start() {
  reconciler.reset();
  poker.reset();
  statuses.reset();
  const std::string use = std::string(kUseLabel) + "=true";
  const std::string output(kOutputLabel);
  targets = std::make_unique<FakeCache>(api, targets_resource());
  user_secrets = std::make_unique<FakeCache>(api, secrets_resource(), use);
  user_config_maps = std::make_unique<FakeCache>(api, config_maps_resource(), use);
  output_config_maps = std::make_unique<FakeCache>(api, config_maps_resource(), output);
  output_secrets = std::make_unique<FakeCache>(api, secrets_resource(), output);
  const IsLeader is_leader = [this] { return leads; };
  statuses = std::make_unique<StatusWriter>(
      *targets, api, is_leader,
      [this](const Object&, const TargetEvent& event) {
        const bool warning = event.type == TargetEvent::Type::Warning;
        events.push_back((warning ? "Warning " : "Normal ") + event.reason);
      },
      clock, health, metrics);
  poker = std::make_unique<Poker>(
      kNamespace, api, is_leader, [] { return std::nullopt; }, clock, health, metrics);
  reconciler = std::make_unique<Reconciler>(
      ReconcilerOptions{.ns = kNamespace, .policy = {"default", with_secrets}, .files = files},
      Caches{*targets, *user_secrets, *user_config_maps, *output_config_maps, *output_secrets}, api,
      is_leader, *statuses, *poker, clock, health, metrics);
}

Changes ReconcileBed::refresh() const {
  Changes changes;
  const auto take = [&](Watched kind, FakeCache& cache) {
    for (const ObjectKey& key : cache.refresh()) changes[{kind, key}] = clock.steady_now();
  };
  take(Watched::Target, *targets);
  take(Watched::UserSecret, *user_secrets);
  take(Watched::UserConfigMap, *user_config_maps);
  take(Watched::OutputConfigMap, *output_config_maps);
  take(Watched::OutputSecret, *output_secrets);
  return changes;
}

void ReconcileBed::write_statuses() const {
  while (statuses->step({}, clock.steady_now()) != StatusWriter::Step::Idle) {
  }
}

void ReconcileBed::look() {
  reconciler->round(refresh(), {});
  write_statuses();
}

void ReconcileBed::settle() {
  for (int looks = 0; looks < 10; ++looks) {
    const Changes changes = refresh();
    reconciler->round(changes, {});
    write_statuses();
    if (looks > 0 && changes.empty()) return;
  }
  BOOST_FAIL("the operator does not come to rest");
}

void ReconcileBed::put_target(const std::string& name, json::object spec) {
  api.put(targets_resource(),
          {{"apiVersion", "vedette.dev/v1alpha1"},
           {"kind", "Target"},
           {"metadata", json::object{{"name", name}, {"namespace", kUserNamespace}}},
           {"spec", std::move(spec)}});
}

void ReconcileBed::remove_target(const std::string& name) {
  api.remove(targets_resource(), {kUserNamespace, name});
}

void ReconcileBed::put_secret(const std::string& name, const std::string& key,
                              const std::string& content, bool labelled) {
  json::object metadata{{"name", name}, {"namespace", kUserNamespace}};
  if (labelled) metadata["labels"] = json::object{{kUseLabel, "true"}};
  api.put(secrets_resource(), {{"apiVersion", "v1"},
                               {"kind", "Secret"},
                               {"metadata", std::move(metadata)},
                               {"data", json::object{{key, to_base64(content)}}}});
}

json::object ReconcileBed::spec_with_secret(const std::string& secret, const std::string& key) {
  const json::object reference{{"secretKeyRef", json::object{{"name", secret}, {"key", key}}}};
  const json::array headers{json::object{{"name", "X-Key"}, {"valueFrom", reference}}};
  return {{"url", "https://shop.example/"}, {"http", json::object{{"headers", headers}}}};
}

int ReconcileBed::file_of(const std::string& target) const {
  return model::shard_of(model::make_target_id("default", kUserNamespace, target), files);
}

TargetFile ReconcileBed::file(int index) const {
  const ObjectPtr object =
      api.get(config_maps_resource(), {kNamespace, targets_object_name(index)});
  BOOST_REQUIRE(object != nullptr);
  const auto file = restore(config_map_contents(object->body).value(), index);
  BOOST_REQUIRE_MESSAGE(file.has_value(), (file ? "" : file.error().message));
  return *file;
}

std::string ReconcileBed::line(const std::string& target) const {
  const TargetFile found = file(file_of(target));
  const auto line = found.lines.find(model::make_target_id("default", kUserNamespace, target));
  return line == found.lines.end() ? std::string() : line->second;
}

Contents ReconcileBed::secrets(int index) const {
  const ObjectPtr object = api.get(secrets_resource(), {kNamespace, secrets_object_name(index)});
  return object == nullptr ? Contents{} : secret_contents(object->body).value();
}

const json::object* ReconcileBed::find_condition(const ObjectPtr& target,
                                                 const std::string& type) const {
  BOOST_REQUIRE(target != nullptr);
  const json::value* const conditions = find(target->body, {"status", "conditions"});
  if (conditions == nullptr) return nullptr;
  for (const json::value& condition : conditions->as_array()) {
    if (condition.at("type").as_string() == type) return &condition.as_object();
  }
  return nullptr;
}

std::string ReconcileBed::condition(const std::string& target, const std::string& type) const {
  const ObjectPtr object = api.get(targets_resource(), {kUserNamespace, target});
  const json::object* const found = find_condition(object, type);
  if (found == nullptr) return {};
  return std::string(found->at("status").as_string()) + "/" +
         std::string(found->at("reason").as_string());
}

std::string ReconcileBed::message(const std::string& target, const std::string& type) const {
  const ObjectPtr object = api.get(targets_resource(), {kUserNamespace, target});
  const json::object* const found = find_condition(object, type);
  return found == nullptr ? std::string() : std::string(found->at("message").as_string());
}

std::vector<std::string> ReconcileBed::written() {
  std::vector<std::string> names;
  for (auto& [kind, name] : std::exchange(api.writes, {})) {
    if (kind != "Target") names.push_back(std::move(name));
  }
  return names;
}

}  // namespace vedette::op::test
