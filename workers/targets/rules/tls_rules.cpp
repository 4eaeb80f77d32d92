#include "targets/rules/tls_rules.hpp"

#include "model/host_name.hpp"
#include "targets/rules/reference_rules.hpp"

namespace vedette::targets {
namespace {

using model::TlsVersion;

std::optional<TlsVersion> read_version(const Field& field) {
  return read_choice<TlsVersion>(field, {{"TLS1.0", TlsVersion::V1_0},
                                         {"TLS1.1", TlsVersion::V1_1},
                                         {"TLS1.2", TlsVersion::V1_2},
                                         {"TLS1.3", TlsVersion::V1_3}});
}

void read_versions(const Field& tls, model::TlsSpec& spec) {
  const Field least = tls["minVersion"];
  const Field most = tls["maxVersion"];
  spec.min_version = read_version(least);
  spec.max_version = read_version(most);
  if (spec.min_version && spec.max_version && *spec.min_version > *spec.max_version) {
    least.refuse(Rule::TlsVersions, "minVersion (" + least.node()->text +
                                        ") must not exceed maxVersion (" + most.node()->text + ")");
  }
}

void read_identity(const Field& tls, model::TlsSpec& spec) {
  const Field certificate = tls["certFrom"];
  const Field key = tls["keyFrom"];
  if (certificate.present() && !key.present()) {
    certificate.refuse(Rule::CertificateWithoutKey, "needs keyFrom beside it");
  }
  if (key.present() && !certificate.present()) {
    key.refuse(Rule::KeyWithoutCertificate, "needs certFrom beside it");
  }
  spec.certificate = read_reference(certificate, ReferenceTo::Secret);
  spec.key = read_reference(key, ReferenceTo::Secret);
}

void read_server_name(const Field& field, model::TlsSpec& spec) {
  const auto name = field.text(253);
  if (!name) return;
  spec.server_name = *name;
  if (const std::string fault = model::host_name_fault(*name); !fault.empty()) {
    field.refuse(Rule::ServerName, "must be a DNS name: " + fault);
  }
}

}  // namespace

model::TlsSpec read_tls(const Field& tls) {
  model::TlsSpec spec;
  if (!tls.object({"caFrom", "certFrom", "keyFrom", "serverName", "insecureSkipVerify",
                   "minVersion", "maxVersion"})) {
    return spec;
  }
  const Field ca = tls["caFrom"];
  const Field server_name = tls["serverName"];
  const Field insecure = tls["insecureSkipVerify"];
  spec.ca = read_reference(ca, ReferenceTo::SecretOrConfigMap);
  read_identity(tls, spec);
  read_server_name(server_name, spec);
  spec.insecure_skip_verify = insecure.boolean().value_or(false);
  read_versions(tls, spec);
  return spec;
}

}  // namespace vedette::targets
