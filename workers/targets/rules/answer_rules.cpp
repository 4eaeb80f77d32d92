#include "targets/rules/answer_rules.hpp"

#include <optional>
#include <string>
#include <string_view>

#include "targets/document/quote.hpp"
#include "targets/rules/name_rules.hpp"

namespace vedette::targets {
namespace {

constexpr size_t kMostExpectations = 16;
constexpr size_t kLongestExpectedName = 256;
constexpr size_t kLongestExpectedText = 1024;

std::optional<std::string> read_header_pattern(const Field& field, PatternCheck& patterns) {
  const auto text = field.text(kLongestExpectedText);
  if (!text) return std::nullopt;
  if (text->empty()) field.refuse(Rule::Empty, "must not be empty");
  check_pattern(field, *text, patterns);
  return std::string(*text);
}

/// RFC 6901 §3: nothing, or parts that begin with a slash; `~` only as `~0` or `~1`.
bool is_json_pointer(std::string_view text) {
  if (!text.empty() && text.front() != '/') return false;
  for (size_t at = text.find('~'); at != std::string_view::npos; at = text.find('~', at + 1)) {
    if (at + 1 == text.size() || (text[at + 1] != '0' && text[at + 1] != '1')) return false;
  }
  return true;
}

}  // namespace

std::vector<model::HeaderExpectation> read_header_expectations(const Field& headers,
                                                               PatternCheck& patterns) {
  std::vector<model::HeaderExpectation> read;
  const size_t count = headers.items(kMostExpectations);
  for (size_t i = 0; i < count; ++i) {
    const Field header = headers[i];
    if (!header.object({"name", "matches", "notMatches", "allowMissing"})) continue;
    const Field name_field = header["name"];
    const Field matches = header["matches"];
    const Field not_matches = header["notMatches"];
    const Field allow_missing = header["allowMissing"];
    name_field.require_present();
    const auto name = name_field.text(kLongestExpectedName);
    if (name && !is_http_token(*name)) {
      name_field.refuse(Rule::HeaderName,
                        "must be an HTTP token such as Content-Type, found " + quote(*name));
    }
    if (matches.present() == not_matches.present()) {
      header.refuse(Rule::HeaderExpectation, matches.present()
                                                 ? "has both matches and notMatches; keep one"
                                                 : "needs matches or notMatches");
    }
    read.push_back({std::string(name.value_or("")), read_header_pattern(matches, patterns),
                    read_header_pattern(not_matches, patterns),
                    allow_missing.boolean().value_or(false)});
  }
  return read;
}

std::vector<model::JsonExpectation> read_json_expectations(const Field& json) {
  std::vector<model::JsonExpectation> read;
  const size_t count = json.items(kMostExpectations);
  for (size_t i = 0; i < count; ++i) {
    const Field item = json[i];
    if (!item.object({"pointer", "equals", "exists"})) continue;
    const Field pointer_field = item["pointer"];
    const Field equals_field = item["equals"];
    const Field exists = item["exists"];
    pointer_field.require_present();
    const auto pointer = pointer_field.text(kLongestExpectedText);
    if (pointer && !is_json_pointer(*pointer)) {
      pointer_field.refuse(
          Rule::JsonPointer,
          "must be a JSON pointer such as /status or /items/0/name, found " + quote(*pointer));
    }
    if (equals_field.present() == exists.present()) {
      item.refuse(Rule::JsonExpectation, exists.present() ? "has both equals and exists; keep one"
                                                          : "needs equals or exists");
    }
    const auto equals = equals_field.text(kLongestExpectedText);
    read.push_back({std::string(pointer.value_or("")),
                    equals ? std::optional(std::string(*equals)) : std::nullopt, exists.boolean()});
  }
  return read;
}

}  // namespace vedette::targets
