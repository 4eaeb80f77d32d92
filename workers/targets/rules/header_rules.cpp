#include "targets/rules/header_rules.hpp"

#include <algorithm>
#include <array>

#include "targets/document/quote.hpp"
#include "targets/rules/name_rules.hpp"
#include "targets/rules/reference_rules.hpp"

namespace vedette::targets {
namespace {

constexpr size_t kMostHeaders = 32;
constexpr size_t kLongestName = 256;
constexpr size_t kLongestHeaderValue = 8192;
constexpr std::array<std::string_view, 3> kForbidden{"Content-Length", "Transfer-Encoding",
                                                     "Connection"};

void check_header_name(const Field& field, std::string_view name) {
  if (!is_http_token(name)) {
    field.refuse(Rule::HeaderName,
                 "must be an HTTP token such as X-Request-Id, found " + quote(name));
  }
  for (const std::string_view forbidden : kForbidden) {
    if (!equal_without_case(name, forbidden)) continue;
    field.refuse(Rule::HeaderForbidden,
                 std::string(forbidden) + " is set by the prober; leave it out");
  }
}

model::Text read_value(const Field& header) {
  const Field value = header["value"];
  const Field value_from = header["valueFrom"];
  if (value.present() == value_from.present()) {
    header.refuse(Rule::HeaderSource, value.present() ? "has both value and valueFrom; keep one"
                                                      : "needs value or valueFrom");
    return {};
  }
  if (value_from.present())
    return read_reference(value_from, ReferenceTo::Secret).value_or(model::Text{});
  const auto text = value.text(kLongestHeaderValue);
  if (!text) return {};
  if (!is_header_value(*text)) {
    value.refuse(Rule::HeaderValue,
                 "must not hold line breaks or other control characters, found " + quote(*text));
  }
  return {std::nullopt, std::string(*text)};
}

}  // namespace

std::vector<model::Header> read_headers(const Field& headers) {
  std::vector<model::Header> read;
  bool host_seen = false;
  const size_t count = headers.items(kMostHeaders);
  for (size_t i = 0; i < count; ++i) {
    const Field header = headers[i];
    if (!header.object({"name", "value", "valueFrom"})) continue;
    const Field name_field = header["name"];
    name_field.require_present();
    const auto name = name_field.text(kLongestName);
    model::Text value = read_value(header);
    if (!name) continue;
    check_header_name(name_field, *name);
    if (equal_without_case(*name, "Host")) {
      if (host_seen) name_field.refuse(Rule::HeaderConflict, "Host is given twice; keep one");
      host_seen = true;
    }
    read.push_back({std::string(*name), std::move(value)});
  }
  return read;
}

void refuse_header(const Field& headers, std::string_view name, std::string_view other) {
  if (!headers.present() || headers.node()->kind != Node::Kind::Array) return;
  for (size_t i = 0; i < headers.node()->items.size(); ++i) {
    const Field header = headers[i];
    const Node* given = header.node()->find("name");
    if (given == nullptr || !equal_without_case(given->text, name)) continue;
    const Field name_field = header["name"];
    name_field.refuse(Rule::HeaderConflict, std::string(name) + " is set by " + std::string(other) +
                                                " already; keep one");
  }
}

}  // namespace vedette::targets
