#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace vedette::targets {

/// Everything that can be wrong with target files; each has one line in rule.cpp. Rules that one
/// file alone can break have a file in tests/golden/invalid that shows their message.
enum class Rule : std::uint8_t {
  // the text
  Encoding,
  Syntax,
  Depth,
  DuplicateKey,
  YamlAlias,
  YamlTag,
  YamlKey,
  NoTarget,
  // any field
  Type,
  UnknownField,
  NotSupported,
  Required,
  Choice,
  Range,
  TooLong,
  TooMany,
  Empty,
  // manifest and metadata
  ApiVersion,
  Kind,
  Name,
  Namespace,
  MetadataKey,
  MetadataLabel,
  Timestamp,
  DuplicateTarget,
  // spec
  Url,
  Duration,
  DurationRange,
  TimeoutWithinInterval,
  LocationName,
  LocationTwice,
  QuorumWithinLocations,
  LabelName,
  LabelReserved,
  LabelValue,
  // spec.http
  HeaderName,
  HeaderForbidden,
  HeaderValue,
  HeaderSource,
  HeaderConflict,
  BodySource,
  BodyMethod,
  AuthExclusive,
  AuthType,
  ProxyName,
  // spec.tls and references
  ReferenceSource,
  ReferenceName,
  ReferenceKey,
  ReferenceNotAllowed,
  CertificateWithoutKey,
  KeyWithoutCertificate,
  ServerName,
  TlsVersions,
  // spec.expect
  StatusCode,
  HeaderExpectation,
  JsonExpectation,
  JsonPointer,
  Pattern,
  // the operator's files
  OperatorHeader,
  OperatorFileName,
  OperatorCount,
  // what only the world or the past shows
  FileUnreadable,
  FileTooLarge,
  FileMissing,
  Shrink,
  Reference,
  LastGood,
};

/// What shows that a rule is broken.
enum class ShownBy {
  OneFile,  ///< one file alone
  World,    ///< the file system, a secret, what was loaded before
};

struct RuleText {
  Rule rule;
  std::string_view id;    ///< also the name of its golden file
  std::string_view says;  ///< one phrase: what must hold
  ShownBy shown_by = ShownBy::OneFile;
};

/// Every rule once, in the order of the enumeration.
[[nodiscard]] std::span<const RuleText> all_rules();

/// Static text.
[[nodiscard]] std::string_view rule_id(Rule rule);

}  // namespace vedette::targets
