#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "model/target_id.hpp"

namespace vedette::model {

/// Where a text comes from when it does not stand in the target itself.
struct Reference {
  enum class Kind {
    Secret,     ///< <secrets-dir>/<namespace>/<name>/<key>
    ConfigMap,  ///< same layout
    File,       ///< <secrets-dir>/<key>; written by the operator, `name` is empty
  };
  Kind kind = Kind::Secret;
  std::string name;
  std::string key;

  bool operator==(const Reference&) const = default;
};

/// A text given in place, or by reference. `value` of a referenced text is empty until the secrets
/// are read (targets/secrets.hpp); never log or show it.
struct Text {
  std::optional<Reference> from;
  std::string value;

  bool operator==(const Text&) const = default;
};

enum class Method { Get, Head, Post, Put, Patch, Delete, Options };
enum class Compression { None, Gzip };
enum class IpFamily { Auto, IPv4, IPv6 };
enum class TlsVersion { V1_0, V1_1, V1_2, V1_3 };

[[nodiscard]] std::string_view to_text(Method method);  ///< "GET"

struct Header {
  std::string name;
  Text value;

  bool operator==(const Header&) const = default;
};

struct BasicAuth {
  Text username;
  Text password;

  bool operator==(const BasicAuth&) const = default;
};

struct Authorization {
  std::string type = "Bearer";
  Text credentials;

  bool operator==(const Authorization&) const = default;
};

struct HttpSpec {
  Method method = Method::Get;
  std::vector<Header> headers;
  std::optional<Text> body;
  std::optional<BasicAuth> basic_auth;
  std::optional<Authorization> authorization;
  std::string proxy;       ///< a name that the prober's operator gave; empty = none
  int max_redirects = 10;  ///< 0 … 10; `redirects.mode: None` leaves follow_redirects false
  bool follow_redirects = true;
  Compression compression = Compression::None;
  int max_body_bytes = 1 << 20;  ///< decoded bytes, 1 KiB … 32 MiB

  bool operator==(const HttpSpec&) const = default;
};

struct TlsSpec {
  std::optional<Text> ca;  ///< PEM; absent = the system's roots
  std::optional<Text> certificate;
  std::optional<Text> key;
  std::string server_name;  ///< empty = the URL's host
  bool insecure_skip_verify = false;
  std::optional<TlsVersion> min_version;
  std::optional<TlsVersion> max_version;

  bool operator==(const TlsSpec&) const = default;
};

struct StatusRange {
  int low = 200;
  int high = 299;  ///< inclusive

  bool operator==(const StatusRange&) const = default;
};

struct BodyExpectation {
  std::vector<std::string> matches;  ///< RE2 syntax, each must be found
  std::vector<std::string> not_matches;
  std::vector<std::string> contains;
  std::vector<std::string> not_contains;

  [[nodiscard]] bool empty() const {
    return matches.empty() && not_matches.empty() && contains.empty() && not_contains.empty();
  }
  bool operator==(const BodyExpectation&) const = default;
};

/// Of all headers of that name together: with `matches` one value must match, with `not_matches`
/// none may. One of the two is given.
struct HeaderExpectation {
  std::string name;
  std::optional<std::string> matches;      ///< RE2 syntax
  std::optional<std::string> not_matches;  ///< RE2 syntax
  bool allow_missing = false;

  bool operator==(const HeaderExpectation&) const = default;
};

/// Of the value in the body's JSON that `pointer` (RFC 6901) leads to. One of the others is given.
struct JsonExpectation {
  std::string pointer;                ///< empty = the whole body
  std::optional<std::string> equals;  ///< a text, or the JSON of any other value
  std::optional<bool> exists;

  bool operator==(const JsonExpectation&) const = default;
};

/// Whether the last answer must come over TLS.
enum class TlsPolicy { Any, Required, Forbidden };

struct Expectation {
  std::vector<StatusRange> status_codes{StatusRange{}};
  std::vector<HeaderExpectation> headers;
  BodyExpectation body;
  std::vector<JsonExpectation> json;
  TlsPolicy tls = TlsPolicy::Any;
  std::optional<Millis> min_certificate_lifetime;  ///< of every certificate that was verified
  std::optional<Micros> max_latency;               ///< total, over redirects

  bool operator==(const Expectation&) const = default;
};

/// One website to watch: a `Target` manifest that obeyed every rule of docs/architecture.md §5,
/// with every default filled in. Never changed after it was decoded.
struct Target {
  TargetId id;
  std::string source;
  std::string ns;
  std::string name;
  std::optional<std::int64_t> generation;  ///< absent in hand-written files

  std::string url;
  Millis interval{30'000};
  Millis timeout{10'000};
  bool suspended = false;
  std::string suspend_reason;
  std::vector<std::string> locations;  ///< that probe it, sorted; empty = every one
  int quorum = 0;  ///< how many must agree, 1 … 16; 0 = a majority of those not Unknown
  HttpSpec http;
  IpFamily ip_family = IpFamily::Auto;
  TlsSpec tls;
  Expectation expect;
  int failure_threshold = 2;
  int success_threshold = 1;
  std::vector<std::pair<std::string, std::string>> labels;  ///< sorted by name

  /// When the spec's schedule began, stamped by the renderer; absent in hand-written files.
  std::optional<SystemTime> schedule_since;
  /// Of url, http, ipFamily, tls and expect as written, secrets left out: a change resets the
  /// verdict. Never zero.
  std::uint64_t spec_hash = 0;

  /// Whether the probers of this location are to probe it.
  [[nodiscard]] bool is_for(std::string_view location) const;

  /// "namespace/name", for logs and people.
  [[nodiscard]] std::string full_name() const { return ns + "/" + name; }
  bool operator==(const Target&) const = default;
};

}  // namespace vedette::model
