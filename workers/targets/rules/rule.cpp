#include "targets/rules/rule.hpp"

#include <array>

namespace vedette::targets {
namespace {

constexpr std::array kRules{
    RuleText{Rule::Encoding, "encoding", "text is UTF-8 without NUL"},
    RuleText{Rule::Syntax, "syntax", "a file is YAML or JSON by its ending"},
    RuleText{Rule::Depth, "depth", "documents are not nested deeper than 32 levels"},
    RuleText{Rule::DuplicateKey, "duplicate-key", "no key is given twice in one object"},
    RuleText{Rule::YamlAlias, "yaml-alias", "YAML holds no aliases and anchors"},
    RuleText{Rule::YamlTag, "yaml-tag", "YAML holds no tags"},
    RuleText{Rule::YamlKey, "yaml-key", "YAML keys are plain texts"},
    RuleText{Rule::NoTarget, "no-target", "a file holds at least one document"},
    RuleText{Rule::Type, "type", "values have the field's type; none is converted"},
    RuleText{Rule::UnknownField, "unknown-field", "only known fields are given"},
    RuleText{Rule::NotSupported, "not-supported", "fields of later releases are left out"},
    RuleText{Rule::Required, "required", "required fields are given"},
    RuleText{Rule::Choice, "choice", "a field with a closed set of words holds one of them"},
    RuleText{Rule::Range, "range", "numbers are inside their bounds"},
    RuleText{Rule::TooLong, "too-long", "texts are inside their bounds"},
    RuleText{Rule::TooMany, "too-many", "lists are inside their bounds"},
    RuleText{Rule::Empty, "empty", "lists and texts that select something are not empty"},
    RuleText{Rule::ApiVersion, "api-version", "apiVersion is vedette.dev/v1alpha1"},
    RuleText{Rule::Kind, "kind", "kind is Target"},
    RuleText{Rule::Name, "name", "metadata.name is a DNS subdomain of at most 63 bytes"},
    RuleText{Rule::Namespace, "namespace", "metadata.namespace is a DNS label"},
    RuleText{Rule::MetadataKey, "metadata-key",
             "names of metadata.labels and metadata.annotations are qualified names"},
    RuleText{Rule::MetadataLabel, "metadata-label",
             "values of metadata.labels are what Kubernetes takes for one"},
    RuleText{Rule::Timestamp, "timestamp", "times are RFC 3339"},
    RuleText{Rule::DuplicateTarget, "duplicate-target", "namespace and name are used once"},
    RuleText{Rule::Url, "url", "spec.url is an absolute http or https URL"},
    RuleText{Rule::Duration, "duration", "durations are written as GEP-2257 says"},
    RuleText{Rule::DurationRange, "duration-range", "durations are inside their bounds"},
    RuleText{Rule::TimeoutWithinInterval, "timeout-within-interval",
             "spec.timeout does not exceed spec.interval"},
    RuleText{Rule::LocationName, "location-name", "locations are names of [a-z0-9-]"},
    RuleText{Rule::LocationTwice, "location-twice", "no location is named twice"},
    RuleText{Rule::QuorumWithinLocations, "quorum-within-locations",
             "spec.quorum does not exceed the number of spec.locations"},
    RuleText{Rule::LabelName, "label-name", "names of spec.labels are Prometheus label names"},
    RuleText{Rule::LabelReserved, "label-reserved", "names of spec.labels are not reserved"},
    RuleText{Rule::LabelValue, "label-value", "values of spec.labels hold no control characters"},
    RuleText{Rule::HeaderName, "header-name", "header names are HTTP tokens"},
    RuleText{Rule::HeaderForbidden, "header-forbidden",
             "Content-Length, Transfer-Encoding and Connection are the prober's own"},
    RuleText{Rule::HeaderValue, "header-value", "header values hold no control characters"},
    RuleText{Rule::HeaderSource, "header-source", "a header has either value or valueFrom"},
    RuleText{Rule::HeaderConflict, "header-conflict",
             "no header is set that another field sets too, and Host at most once"},
    RuleText{Rule::BodySource, "body-source", "a body has either body or bodyFrom"},
    RuleText{Rule::BodyMethod, "body-method", "a body goes with POST, PUT, PATCH or DELETE"},
    RuleText{Rule::AuthExclusive, "auth-exclusive", "at most one of basicAuth and authorization"},
    RuleText{Rule::AuthType, "auth-type", "authorization.type is an HTTP token, not Basic"},
    RuleText{Rule::ProxyName, "proxy-name", "http.proxy is a name of [a-z0-9-], not a URL"},
    RuleText{Rule::ReferenceSource, "reference-source", "a reference has exactly one source"},
    RuleText{Rule::ReferenceName, "reference-name", "a Secret's name is a DNS subdomain"},
    RuleText{Rule::ReferenceKey, "reference-key", "a key is of letters, digits, '-', '_' and '.'"},
    RuleText{Rule::ReferenceNotAllowed, "reference-not-allowed",
             "ConfigMaps hold CA bundles and bodies, never credentials"},
    RuleText{Rule::CertificateWithoutKey, "certificate-without-key", "certFrom needs keyFrom"},
    RuleText{Rule::KeyWithoutCertificate, "key-without-certificate", "keyFrom needs certFrom"},
    RuleText{Rule::ServerName, "server-name", "tls.serverName is a DNS name"},
    RuleText{Rule::TlsVersions, "tls-versions", "minVersion does not exceed maxVersion"},
    RuleText{Rule::StatusCode, "status-code", "status codes are \"200\", \"200-299\" or \"2xx\""},
    RuleText{Rule::HeaderExpectation, "header-expectation",
             "an expected header has either matches or notMatches"},
    RuleText{Rule::JsonExpectation, "json-expectation",
             "an expected value has either equals or exists"},
    RuleText{Rule::JsonPointer, "json-pointer", "pointers are written as RFC 6901 says"},
    RuleText{Rule::Pattern, "pattern", "patterns are RE2"},
    RuleText{Rule::OperatorHeader, "operator-header", "a .jsonl file begins with its header"},
    RuleText{Rule::OperatorFileName, "operator-file-name", "the header's file is the file's name"},
    RuleText{Rule::OperatorCount, "operator-count", "the header's count is the number of lines"},
    RuleText{Rule::FileUnreadable, "file-unreadable", "files can be read", ShownBy::World},
    RuleText{Rule::FileTooLarge, "file-too-large", "files are inside their bounds", ShownBy::World},
    RuleText{Rule::FileMissing, "file-missing", "what was named or seen is there", ShownBy::World},
    RuleText{Rule::Shrink, "shrink", "more than half goes only with allowShrink", ShownBy::World},
    RuleText{Rule::Reference, "reference", "what is referred to can be read", ShownBy::World},
    RuleText{Rule::LastGood, "last-good", "the spec in effect is the one written", ShownBy::World},
};

constexpr bool in_order() {
  for (size_t i = 0; i < kRules.size(); ++i) {
    if (static_cast<size_t>(kRules[i].rule) != i) return false;
  }
  return kRules.back().rule == Rule::LastGood;
}
static_assert(in_order(), "kRules lists each enumerator of Rule once, in order");

}  // namespace

std::span<const RuleText> all_rules() { return kRules; }

std::string_view rule_id(Rule rule) { return kRules[static_cast<size_t>(rule)].id; }

}  // namespace vedette::targets
