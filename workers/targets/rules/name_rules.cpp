#include "targets/rules/name_rules.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "base/ascii.hpp"

namespace vedette::targets {
namespace {

/// Labels of Vedette's per-target series (blackbox_exporter's names included), of its result
/// metrics, and those that a scrape adds.
constexpr std::array<std::string_view, 19> kReservedLabels{
    "namespace",          "name",    "location", "phase",   "version",
    "fingerprint_sha256", "subject", "issuer",   "source",  "le",
    "quantile",           "job",     "instance", "outcome", "subjectalternative",
    "serialnumber",       "reason",  "prober",   "target"};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

template <typename Predicate>
bool all(std::string_view text, Predicate predicate) {
  return std::all_of(text.begin(), text.end(), predicate);
}

bool is_label_byte(char c) { return is_lower(c) || is_digit(c) || c == '-'; }

}  // namespace

bool is_dns_label(std::string_view text) {
  return !text.empty() && text.size() <= 63 && all(text, is_label_byte) && text.front() != '-' &&
         text.back() != '-';
}

bool is_dns_subdomain(std::string_view text, size_t max_bytes) {
  if (text.size() > max_bytes) return false;
  while (true) {
    const size_t dot = text.find('.');
    const std::string_view label = text.substr(0, dot);
    if (label.empty() || !all(label, is_label_byte) || label.front() == '-' ||
        label.back() == '-') {
      return false;
    }
    if (dot == std::string_view::npos) return true;
    text.remove_prefix(dot + 1);
  }
}

bool is_qualified_name(std::string_view text) {
  const size_t slash = text.find('/');
  if (slash == std::string_view::npos) return !text.empty() && is_label_value(text);
  const std::string_view name = text.substr(slash + 1);
  return is_dns_subdomain(text.substr(0, slash)) && !name.empty() && is_label_value(name);
}

bool is_annotation_name(std::string_view text) {
  std::string small(text);
  std::transform(small.begin(), small.end(), small.begin(), lower);
  return is_qualified_name(small);
}

bool is_label_value(std::string_view text) {
  if (text.empty()) return true;
  return text.size() <= 63 && is_alnum(text.front()) && is_alnum(text.back()) &&
         all(text, [](char c) { return is_alnum(c) || c == '-' || c == '_' || c == '.'; });
}

bool is_config_key(std::string_view text) {
  return !text.empty() && text.size() <= 253 && text != "." && !text.starts_with("..") &&
         all(text,
             [](char c) { return is_alpha(c) || is_digit(c) || c == '-' || c == '_' || c == '.'; });
}

bool is_http_token(std::string_view text) {
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  return !text.empty() && all(text, [&](char c) {
    return is_alpha(c) || is_digit(c) || kMarks.find(c) != std::string_view::npos;
  });
}

bool is_header_value(std::string_view text) {
  return all(text, [](char c) {
    return c == '\t' || (static_cast<unsigned char>(c) >= ' ' && c != '\x7F');
  });
}

bool is_metric_label(std::string_view text) {
  return !text.empty() && text.size() <= 63 && !is_digit(text.front()) && !text.starts_with("__") &&
         all(text, [](char c) { return is_alpha(c) || is_digit(c) || c == '_'; });
}

bool is_reserved_label(std::string_view text) {
  return std::find(kReservedLabels.begin(), kReservedLabels.end(), text) != kReservedLabels.end();
}

bool equal_without_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace vedette::targets
