#include "rig.hpp"

#include <csignal>

#include <boost/test/unit_test.hpp>

#include "support/paths.hpp"

namespace vedette::op::test {

namespace json = boost::json;

std::unique_ptr<Rig> TheRig::rig;
BOOST_TEST_GLOBAL_FIXTURE(TheRig);

Rig::Rig() : client(options(api.admin_token_file()), clock), writer(client, "vedette-operator") {
  std::signal(SIGPIPE, SIG_IGN);
  api.kubectl({"create", "namespace", "shop"});
  api.kubectl({"create", "namespace", "other"});
  const auto crd = vedette::test::source_dir() / "crds" / "targets.vedette.dev.yaml";
  api.kubectl({"apply", "-f", crd.string()});
  api.kubectl({"wait", "--for=condition=Established", "--timeout=60s", "crd/targets.vedette.dev"});
}

ApiClientOptions Rig::options(const std::filesystem::path& token_file) const {
  return {.endpoint = {.url = api.url(), .ca_file = api.ca_file()}, .token_file = token_file};
}

json::object Rig::config_map(const std::string& ns, const std::string& name,
                             const std::string& word, const std::string& label) {
  json::object metadata{{"namespace", ns}, {"name", name}};
  metadata["labels"] = label.empty() ? json::object{} : json::object{{"case", label}};
  return {{"apiVersion", "v1"},
          {"kind", "ConfigMap"},
          {"metadata", std::move(metadata)},
          {"data", {{"word", word}}}};
}

void Rig::put(const std::string& ns, const std::string& name, const std::string& word,
              const std::string& label) {
  const auto put =
      writer.apply(config_maps_resource(), config_map(ns, name, word, label), Part::Object);
  if (!put) throw std::runtime_error(put.error().message);
}

Watcher::Watcher(ApiClient& client, const Clock& clock, std::string ns, std::string selector)
    : informer({.resource = config_maps_resource(),
                .ns = std::move(ns),
                .label_selector = std::move(selector),
                .thread = "informer"},
               client, clock, [this](const ObjectKey& key) {
                 const std::lock_guard lock(mutex_);
                 told_.push_back(key.name);
               }) {
  informer.start();
}

std::string Watcher::names() const {
  std::string names;
  for (const ObjectPtr& object : informer.all()) {
    names += (names.empty() ? "" : " ") + object->key.name;
  }
  return names;
}

std::vector<std::string> Watcher::told() const {
  const std::lock_guard lock(mutex_);
  return told_;
}

}  // namespace vedette::op::test
