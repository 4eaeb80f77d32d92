#pragma once

#include <string_view>

namespace vedette::targets {

/// A DNS label as Kubernetes has it (RFC 1123): 1 … 63 of [a-z0-9-], no dash at either end.
[[nodiscard]] bool is_dns_label(std::string_view text);

/// Labels joined by dots, at most `max_bytes` in all; the names of most Kubernetes objects.
[[nodiscard]] bool is_dns_subdomain(std::string_view text, size_t max_bytes = 253);

/// The name of a label of a Kubernetes object: 1 … 63 of [A-Za-z0-9-_.] with a
/// letter or digit at both ends, perhaps behind a DNS subdomain and a slash.
[[nodiscard]] bool is_qualified_name(std::string_view text);

/// The name of an annotation: a qualified name whose prefix may hold capitals.
[[nodiscard]] bool is_annotation_name(std::string_view text);

/// The value of a label of a Kubernetes object: nothing, or a qualified name without a prefix.
[[nodiscard]] bool is_label_value(std::string_view text);

/// A key of a Secret or ConfigMap: 1 … 253 of [A-Za-z0-9-_.], and, as in Kubernetes, neither "."
/// nor anything that begins with "..": so it never leaves its directory.
[[nodiscard]] bool is_config_key(std::string_view text);

/// A token of RFC 9110 §5.6.2: header names and authorization schemes.
[[nodiscard]] bool is_http_token(std::string_view text);

/// A header value of RFC 9110 §5.5: no control character but the tab.
[[nodiscard]] bool is_header_value(std::string_view text);

/// [A-Za-z_][A-Za-z0-9_]*, at most 63 bytes, not beginning with `__` (Prometheus' own).
[[nodiscard]] bool is_metric_label(std::string_view text);

/// True for names that Vedette's own series and Prometheus put on every sample already.
[[nodiscard]] bool is_reserved_label(std::string_view text);

/// ASCII letters compared without case.
[[nodiscard]] bool equal_without_case(std::string_view a, std::string_view b);

}  // namespace vedette::targets
