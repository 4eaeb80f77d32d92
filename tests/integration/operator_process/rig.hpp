#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "operator/kube/api_client.hpp"
#include "operator/kube/api_writer.hpp"
#include "operator/render/target_file.hpp"
#include "support/kube_api_process.hpp"
#include "support/operator/operator_process.hpp"

namespace vedette::op::test {

/// What tests wait for; much more than anything takes on a busy machine.
inline constexpr std::chrono::seconds kPatience{60};

/// A real Kubernetes API with the resource Target, a namespace "vedette" that operators write to
/// with a service account of no more rights than the chart gives, and "shop" with Targets.
class OperatorRig {
 public:
  OperatorRig();

  /// An operator that has begun; further arguments go after those for the API server.
  [[nodiscard]] std::unique_ptr<vedette::test::OperatorProcess> launch_operator(
      const std::string& identity, const std::vector<std::string>& arguments = {});
  /// One that is ready.
  [[nodiscard]] std::unique_ptr<vedette::test::OperatorProcess> start_operator(
      const std::string& identity, const std::vector<std::string>& arguments = {});

  /// A Target of "shop".
  void put_target(const std::string& name, const std::string& url);
  /// kubectl apply of any manifest.
  void apply(const std::string& manifest) { api.kubectl({"apply", "-f", "-"}, manifest); }
  void delete_target(const std::string& name);

  /// The target files as they stand in the cluster; those that cannot be read are left out.
  [[nodiscard]] std::vector<TargetFile> files();
  /// The line of a target of "shop"; empty when it has none.
  [[nodiscard]] std::string line(const std::string& name);
  /// resourceVersion of each object of ours, and of each Target.
  [[nodiscard]] std::map<std::string, std::string> versions();
  /// How many of the entries of `before` are different or gone now.
  [[nodiscard]] std::size_t changed_since(const std::map<std::string, std::string>& before);
  /// "True/Accepted"; empty without such a condition.
  [[nodiscard]] std::string condition(const std::string& target, const std::string& type);

  vedette::test::KubeApiProcess api;

 private:
  RealClock clock_;
  ApiClient client_;
  ApiWriter admin_;
  std::string token_file_;
};

/// How long `holds` takes to come true. Throws after kPatience.
[[nodiscard]] std::chrono::milliseconds time_until(const std::string& what,
                                                   const std::function<bool()>& holds);

}  // namespace vedette::op::test
