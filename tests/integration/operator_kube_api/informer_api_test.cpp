#include <filesystem>
#include <fstream>
#include <set>

#include <boost/test/unit_test.hpp>

#include "operator/kube/watch_event.hpp"
#include "rig.hpp"
#include "support/temporary_directory.hpp"

namespace vedette::op {
namespace {

using test::TheRig;
using test::Watcher;

BOOST_AUTO_TEST_SUITE(informer_api)

BOOST_AUTO_TEST_CASE(more_than_a_page_is_listed_whole_and_then_watched) {
  auto& rig = *TheRig::rig;
  std::set<std::string> wanted;
  for (int i = 0; i < 520; ++i) {
    const std::string name = "page-" + std::to_string(i);
    rig.put("shop", name, "1", "pages");
    wanted.insert(name);
  }
  Watcher watcher(rig.client, rig.clock, "shop", "case=pages");
  watcher.wait("520 objects told", [&] { return watcher.told().size() == 520; });
  const auto told = watcher.told();
  BOOST_TEST((std::set<std::string>(told.begin(), told.end()) == wanted));
  rig.put("shop", "page-7", "2", "pages");
  watcher.wait("the change told", [&] { return watcher.told().size() == 521; });
  const auto changed = watcher.informer.find({"shop", "page-7"});
  BOOST_TEST(changed->body.at("data").at("word").as_string() == "2");
  BOOST_TEST(!changed->body.at("metadata").as_object().contains("managedFields"));
  BOOST_TEST(watcher.informer.stats().lists == 1U);
}

BOOST_AUTO_TEST_CASE(object_enters_and_leaves_with_its_label) {
  auto& rig = *TheRig::rig;
  rig.put("shop", "in", "1", "label");
  rig.put("shop", "out", "1");
  Watcher watcher(rig.client, rig.clock, "", "case=label");
  watcher.wait("first list", [&] { return watcher.names() == "in"; });
  rig.put("shop", "out", "1", "label");
  watcher.wait("label given", [&] { return watcher.names() == "in out"; });
  rig.put("other", "in", "1", "label");
  watcher.wait("another namespace", [&] { return watcher.names() == "in in out"; });
  rig.put("shop", "in", "1");
  watcher.wait("label taken", [&] { return watcher.names() == "in out"; });
  rig.api.kubectl({"delete", "configmap", "out", "-n", "shop"});
  watcher.wait("deleted", [&] { return watcher.names() == "in"; });
  BOOST_TEST(watcher.informer.find({"other", "in"}) != nullptr);
}

/// The error in a watch's first line.
ApiError first_error(ApiClient& client, const std::string& path) {
  std::string heard;
  // Ends with an error of ours once there is a line.
  static_cast<void>(client.stream(path, std::chrono::seconds(30), {}, [&](std::string_view bytes) {
    heard += bytes;
    return heard.find('\n') == std::string::npos;
  }));
  const auto event = watch_event_from(heard.substr(0, heard.find('\n')));
  return event ? event->error : ApiError{};
}

BOOST_AUTO_TEST_CASE(cache_is_true_again_after_the_api_server_was_killed) {
  auto& rig = *TheRig::rig;
  rig.put("shop", "before", "1", "kill");
  rig.put("shop", "gone", "1", "kill");
  Watcher watcher(rig.client, rig.clock, "shop", "case=kill");
  watcher.wait("first list", [&] { return watcher.names() == "before gone"; });
  // Others' changes are not ours to see, so our version grows old.
  for (const char* word : {"1", "2", "3"}) rig.put("other", "of-others", word);
  rig.api.kill9();
  watcher.wait("trouble noticed", [&] { return !watcher.informer.stats().last_error.empty(); });
  rig.api.start();
  rig.put("shop", "after", "1", "kill");
  rig.api.kubectl({"delete", "configmap", "gone", "-n", "shop"});
  watcher.wait("the truth", [&] { return watcher.names() == "after before"; });
  // A server that was restarted has no history: the version that we had is gone.
  const auto gone = first_error(rig.client, "/api/v1/configmaps?watch=true&resourceVersion=1");
  BOOST_TEST(gone.gone());
  const auto stats = watcher.informer.stats();
  BOOST_TEST(stats.watch_ends.at(WatchEnd::Expired) == 1U);
  BOOST_TEST(stats.lists == 2U);
  // 0.8 s doubled, with full jitter: a few tries in the seconds of a restart, no storm.
  BOOST_TEST(stats.watches + stats.list_errors <= 40U);
  BOOST_TEST(stats.last_break.has_value());
}

BOOST_AUTO_TEST_CASE(token_that_is_replaced_in_its_file_is_found_without_a_restart) {
  auto& rig = *TheRig::rig;
  rig.put("shop", "secret", "1", "token");
  const auto good = rig.api.service_account_token(
      "shop", "watcher",
      {.own_namespace =
           R"([{"apiGroups":[""],"resources":["configmaps"],"verbs":["list","watch"]}])"});
  vedette::test::TemporaryDirectory directory;
  const auto file = directory.path() / "token";
  std::ofstream(file) << "of.no.use";
  ApiClient client(rig.options(file), rig.clock);
  Watcher watcher(client, rig.clock, "shop", "case=token");
  watcher.wait("refusal", [&] { return client.requests()[{"GET", 401}] >= 2; });
  BOOST_TEST(!watcher.informer.synced());
  std::filesystem::copy_file(good, directory.path() / "new");
  std::filesystem::rename(directory.path() / "new", file);
  watcher.wait("list", [&] { return watcher.names() == "secret"; });
}

BOOST_AUTO_TEST_CASE(what_rbac_forbids_is_an_error_that_says_so_and_heals) {
  auto& rig = *TheRig::rig;
  const auto token = rig.api.service_account_token("shop", "nobody", {});
  ApiClient client(rig.options(token), rig.clock);
  Watcher watcher(client, rig.clock, "shop", "");
  watcher.wait("refusal", [&] { return watcher.informer.stats().list_errors > 0; });
  BOOST_TEST(watcher.informer.stats().last_error.find("Forbidden") != std::string::npos);
  rig.api.kubectl(
      {"create", "role", "late", "-n", "shop", "--verb=list,watch", "--resource=configmaps"});
  rig.api.kubectl({"create", "rolebinding", "late", "-n", "shop", "--role=late",
                   "--serviceaccount=shop:nobody"});
  watcher.wait("list", [&] { return watcher.informer.synced(); });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::op
