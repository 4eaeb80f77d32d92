#include "operator/api/object_data.hpp"

#include <utility>

#include "operator/api/base64.hpp"
#include "operator/api/json_find.hpp"

namespace vedette::op {
namespace {

namespace json = boost::json;

enum class Coding { Text, Base64 };

Result<std::string> decode(std::string_view key, const json::value& value, Coding coding) {
  if (const json::string* text = value.if_string()) {
    if (coding == Coding::Text) return std::string(*text);
    if (std::optional<std::string> bytes = from_base64(*text)) return std::move(*bytes);
  }
  return fail(ErrorKind::Invalid, "the value of key " + std::string(key) +
                                      (coding == Coding::Text ? " is no text" : " is no base64"));
}

Result<std::optional<std::string>> value_in(const json::object& body, std::string_view member,
                                            std::string_view key, Coding coding) {
  const json::value* value = find(body, {member, key});
  if (value == nullptr) return std::nullopt;
  return decode(key, *value, coding);
}

Result<void> add_all(const json::object& body, std::string_view member, Coding coding,
                     Contents& contents) {
  const json::value* map = body.if_contains(member);
  if (map == nullptr || !map->is_object()) return {};
  for (const json::key_value_pair& entry : map->get_object()) {
    Result<std::string> value = decode(entry.key(), entry.value(), coding);
    if (!value) return tl::unexpected(value.error());
    contents.emplace(entry.key(), std::move(*value));
  }
  return {};
}

}  // namespace

Result<std::optional<std::string>> secret_value(const json::object& secret, std::string_view key) {
  return value_in(secret, "data", key, Coding::Base64);
}

Result<std::optional<std::string>> config_map_value(const json::object& config_map,
                                                    std::string_view key) {
  Result<std::optional<std::string>> text = value_in(config_map, "data", key, Coding::Text);
  if (!text || *text) return text;
  return value_in(config_map, "binaryData", key, Coding::Base64);
}

Result<Contents> secret_contents(const json::object& secret) {
  Contents contents;
  const Result<void> added = add_all(secret, "data", Coding::Base64, contents);
  if (!added) return tl::unexpected(added.error());
  return contents;
}

Result<Contents> config_map_contents(const json::object& config_map) {
  Contents contents;
  const Result<void> added = add_all(config_map, "data", Coding::Text, contents).and_then([&] {
    return add_all(config_map, "binaryData", Coding::Base64, contents);
  });
  if (!added) return tl::unexpected(added.error());
  return contents;
}

}  // namespace vedette::op
