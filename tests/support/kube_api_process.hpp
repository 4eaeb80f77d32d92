#pragma once

#include <sys/types.h>

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "support/child_process.hpp"
#include "support/temporary_directory.hpp"

namespace vedette::test {

/// What a Kubernetes API of a test is started with.
struct KubeApiOptions {
  enum class Controllers {
    /// etcd and kube-apiserver alone (3 s). A deleted namespace never goes away, so a test
    /// case takes one of its own; pods need no service account, and nothing runs them.
    None,
    /// kube-controller-manager too (8 s): namespaces go away, namespaces get the service
    /// account `default`, owned objects are collected, Deployments make pods (that stay Pending).
    Running,
  };
  Controllers controllers = Controllers::None;
  /// More flags of kube-apiserver, such as "--goaway-chance=0.02".
  std::vector<std::string> api_flags = {};
};

/// What a service account may do; each is a YAML or JSON list of RBAC PolicyRules, such as
/// `[{"apiGroups":[""],"resources":["configmaps"],"verbs":["get","patch"]}]`, or empty.
struct ServiceAccountRules {
  /// In its own namespace.
  std::string own_namespace = {};
  /// In every namespace, and on what has none.
  std::string cluster = {};
};

/// One real Kubernetes API of the test's own (hack/kube): etcd and kube-apiserver with RBAC on
/// free loopback ports, with its data in a temporary directory that all vanish with the object.
/// The first one on a machine builds its programs, which takes minutes (VEDETTE_KUBE_BIN names
/// ready ones). Every member throws std::runtime_error, with what was said, when something does
/// not do as told in time. Not thread-safe; see ChildProcess on the thread that constructs it.
class KubeApiProcess {
 public:
  /// Starts the API and returns once it answers.
  explicit KubeApiProcess(KubeApiOptions options = {});
  ~KubeApiProcess();

  KubeApiProcess(const KubeApiProcess&) = delete;
  KubeApiProcess& operator=(const KubeApiProcess&) = delete;

  /// "https://127.0.0.1:port"; the same after a restart.
  [[nodiscard]] const std::string& url() const { return url_; }
  /// PEM file of the CA that signed the server.
  [[nodiscard]] std::filesystem::path ca_file() const;
  /// Bearer token of an administrator (group system:masters): alone in a file, and its text.
  [[nodiscard]] std::filesystem::path admin_token_file() const;
  [[nodiscard]] std::string admin_token() const;
  /// A kubeconfig of that administrator, for other programs.
  [[nodiscard]] std::filesystem::path kubeconfig() const;

  /// Runs kubectl as the administrator with `input` as its standard input (for `-f -`) and
  /// returns what it printed, without the final newline.
  std::string kubectl(std::vector<std::string> arguments, std::string_view input = {}) const;
  /// The same, but a failure is no exception: for what the server must refuse.
  [[nodiscard]] Finished try_kubectl(std::vector<std::string> arguments,
                                     std::string_view input = {}) const;
  /// Runs helm as the administrator; otherwise like kubectl() and try_kubectl().
  std::string helm(std::vector<std::string> arguments) const;
  [[nodiscard]] Finished try_helm(std::vector<std::string> arguments) const;

  /// Makes the service account `name` in `name_space` (which must exist) with exactly these
  /// rules, and returns a file that holds a token of it, good for an hour.
  [[nodiscard]] std::filesystem::path service_account_token(const std::string& name_space,
                                                            const std::string& name,
                                                            const ServiceAccountRules& rules) const;

  /// The API server's process; send it SIGSTOP and SIGCONT to freeze and thaw it.
  [[nodiscard]] pid_t pid() const;

  /// kill -9 of server and etcd, and waits until they are gone. The data stays. Watches break
  /// at once.
  void kill9();
  /// Asks them to stop; the server is killed when clients' watches hold it for 2 s. The data stays.
  void stop();
  /// Starts an API that was killed or stopped again, on the same ports and data.
  void start();

 private:
  void end(const std::string& command);
  [[nodiscard]] Finished run_inside(std::vector<std::string> command, std::string_view input) const;

  KubeApiOptions options_;
  TemporaryDirectory directory_;
  std::string url_;
  std::unique_ptr<ChildProcess> api_;
};

}  // namespace vedette::test
