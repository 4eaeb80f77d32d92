#include "operator/kube/api_settings.hpp"

#include "base/secret_file.hpp"
#include "model/url.hpp"

namespace vedette::op {
namespace {

std::string value_of(const Environment& environment, const std::string& name) {
  const auto found = environment.find(name);
  return found == environment.end() ? std::string() : found->second;
}

Result<std::string> address(const ApiFlags& flags, const Environment& environment) {
  if (!flags.kube_api.empty()) return flags.kube_api;
  std::string host = value_of(environment, "KUBERNETES_SERVICE_HOST");
  const std::string port = value_of(environment, "KUBERNETES_SERVICE_PORT");
  if (host.empty() || port.empty()) {
    return fail(ErrorKind::Invalid,
                "KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not set: outside a pod, "
                "name the API server with --kube-api");
  }
  if (host.find(':') != std::string::npos) host = "[" + host + "]";
  return "https://" + host + ":" + port;
}

Result<std::string> name_space(const ApiFlags& flags, const Environment& environment,
                               const std::filesystem::path& file) {
  if (!flags.ns.empty()) return flags.ns;
  if (std::string named = value_of(environment, "POD_NAMESPACE"); !named.empty()) return named;
  const Result<std::string> mounted = read_secret_file(file);
  if (mounted) return *mounted;
  return fail(ErrorKind::Invalid, "POD_NAMESPACE is not set and " + mounted.error().message +
                                      ": name this operator's namespace with --namespace");
}

/// The file of a flag, else the mounted one where there is one.
Result<std::filesystem::path> file_of(const char* flag, const std::filesystem::path& named,
                                      const std::filesystem::path& mounted) {
  std::error_code ignored;
  if (!named.empty()) {
    if (std::filesystem::exists(named, ignored)) return named;
    return fail(ErrorKind::Invalid,
                std::string(flag) + " " + named.string() + ": there is no such file");
  }
  return std::filesystem::exists(mounted, ignored) ? mounted : std::filesystem::path();
}

}  // namespace

Result<ApiSettings> resolve_api_settings(const ApiFlags& flags, const Environment& environment,
                                         const std::filesystem::path& service_account) {
  Result<std::string> url = address(flags, environment);
  if (!url) return tl::unexpected(url.error());
  const Result<model::Url> parsed = model::parse_url(*url);
  if (!parsed)
    return fail(ErrorKind::Invalid, "--kube-api " + *url + ": " + parsed.error().message);
  if (parsed->target != "/") {
    return fail(ErrorKind::Invalid, "--kube-api " + *url + " has a path; give the server alone");
  }
  Result<std::string> ns = name_space(flags, environment, service_account / "namespace");
  if (!ns) return tl::unexpected(ns.error());
  Result<std::filesystem::path> ca =
      file_of("--kube-ca", flags.kube_ca, parsed->tls ? service_account / "ca.crt" : "");
  if (!ca) return tl::unexpected(ca.error());
  Result<std::filesystem::path> token = file_of("--kube-token-file", flags.kube_token_file,
                                                parsed->tls ? service_account / "token" : "");
  if (!token) return tl::unexpected(token.error());
  return ApiSettings{*std::move(url), *std::move(ca), *std::move(token), *std::move(ns)};
}

}  // namespace vedette::op
