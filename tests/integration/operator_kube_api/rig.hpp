#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "operator/kube/api_client.hpp"
#include "operator/kube/api_writer.hpp"
#include "operator/kube/informer.hpp"
#include "operator/kube/resource.hpp"
#include "support/kube_api_process.hpp"
#include "support/wait_until.hpp"

namespace vedette::op::test {

/// Much more than anything takes on a busy machine.
inline constexpr std::chrono::seconds kPatience{60};

/// A real API server with the resource Target and the namespaces "shop" and "other", and an
/// administrator's client. Made once for all cases, which keep to objects of their own; nullptr
/// after the last.
struct Rig {
  Rig();

  vedette::test::KubeApiProcess api;
  RealClock clock;
  ApiClient client;
  ApiWriter writer;

  /// Options of a client with another token.
  [[nodiscard]] ApiClientOptions options(const std::filesystem::path& token_file) const;
  /// A ConfigMap as it is applied.
  [[nodiscard]] static boost::json::object config_map(const std::string& ns,
                                                      const std::string& name,
                                                      const std::string& word,
                                                      const std::string& label = {});
  void put(const std::string& ns, const std::string& name, const std::string& word,
           const std::string& label = {});
};

/// The rig of this program, for BOOST_TEST_GLOBAL_FIXTURE.
struct TheRig {
  TheRig() { rig = std::make_unique<Rig>(); }
  ~TheRig() { rig.reset(); }
  static std::unique_ptr<Rig> rig;
};

/// An informer of ConfigMaps that runs, and what it told.
class Watcher {
 public:
  Watcher(ApiClient& client, const Clock& clock, std::string ns, std::string selector);

  /// The names in the cache, "a b c".
  [[nodiscard]] std::string names() const;
  [[nodiscard]] std::vector<std::string> told() const;
  void wait(const std::string& what, const std::function<bool()>& holds) const {
    vedette::test::wait_until(what, kPatience, holds);
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> told_;  // guarded by mutex_

 public:
  Informer informer;  // after what its callback uses
};

}  // namespace vedette::op::test
