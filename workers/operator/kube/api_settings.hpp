#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "base/result.hpp"

namespace vedette::op {

/// Where the API server is and how to speak to it.
struct ApiSettings {
  std::string url;                   ///< "https://10.96.0.1:443", without a path
  std::filesystem::path ca_file;     ///< PEM; empty: the system's, or plain HTTP
  std::filesystem::path token_file;  ///< a bearer token alone; empty: none is sent
  std::string ns;                    ///< the namespace of this operator
};

/// What the command line said; empty where it said nothing.
struct ApiFlags {
  std::string kube_api = {};
  std::filesystem::path kube_ca = {};
  std::filesystem::path kube_token_file = {};
  std::string ns = {};
};

using Environment = std::map<std::string, std::string>;

/// Completes the flags as a pod would (kubernetes.io, "Accessing the Kubernetes API from a Pod"):
/// the address from KUBERNETES_SERVICE_HOST and _PORT, CA, token and namespace from
/// `service_account`, the namespace from POD_NAMESPACE before that. An http:// address (kubectl
/// proxy) gets no token unless a flag names one. Invalid, naming the flag, when something needed is
/// nowhere. Reads the disk, nothing else.
[[nodiscard]] Result<ApiSettings> resolve_api_settings(
    const ApiFlags& flags, const Environment& environment,
    const std::filesystem::path& service_account = "/var/run/secrets/kubernetes.io/serviceaccount");

}  // namespace vedette::op
