#include "operator/kube/watch_event.hpp"

#include <array>
#include <optional>
#include <utility>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "operator/kube/api_error.hpp"
#include "operator/kube/json_text.hpp"

namespace vedette::op {
namespace {

namespace json = boost::json;
using Type = WatchEvent::Type;

constexpr std::array<std::pair<std::string_view, Type>, 5> kTypes{{{"ADDED", Type::Added},
                                                                   {"MODIFIED", Type::Modified},
                                                                   {"DELETED", Type::Deleted},
                                                                   {"BOOKMARK", Type::Bookmark},
                                                                   {"ERROR", Type::Error}}};

std::optional<Type> type_from(std::string_view word) {
  for (const auto& [name, type] : kTypes) {
    if (name == word) return type;
  }
  return std::nullopt;
}

Result<WatchEvent> bookmark_from(const json::object& object) {
  WatchEvent event;
  const json::value* metadata = object.if_contains("metadata");
  if (metadata != nullptr && metadata->is_object()) {
    event.resource_version = text_at(metadata->get_object(), "resourceVersion");
  }
  if (event.resource_version.empty()) {
    return fail(ErrorKind::Invalid, "a bookmark of a watch has no metadata.resourceVersion");
  }
  return event;
}

WatchEvent error_from(const json::object& status) {
  WatchEvent event;
  event.type = Type::Error;
  const json::value* code = status.if_contains("code");
  const bool known = code != nullptr && code->is_int64();
  event.error = api_error_from("the watch", known ? static_cast<int>(code->get_int64()) : 500,
                               json::serialize(status), std::nullopt);
  return event;
}

}  // namespace

Result<WatchEvent> watch_event_from(std::string_view line) {
  boost::system::error_code broken;
  json::value value = json::parse(line, broken);
  json::object* body = broken ? nullptr : value.if_object();
  json::value* object = body == nullptr ? nullptr : body->if_contains("object");
  if (object == nullptr || !object->is_object()) {
    return fail(ErrorKind::Invalid, "a line of a watch is no event");
  }
  const std::optional<Type> type = type_from(text_at(*body, "type"));
  if (!type) {
    return fail(ErrorKind::Invalid, "a watch sent an event of the unknown type \"" +
                                        text_at(*body, "type").substr(0, 40) + "\"");
  }
  if (*type == Type::Bookmark) return bookmark_from(object->get_object());
  if (*type == Type::Error) return error_from(object->get_object());
  Result<Object> read = object_from(std::move(*object));
  if (!read) return tl::unexpected(read.error());
  WatchEvent event;
  event.type = *type;
  event.object = *std::move(read);
  event.resource_version = event.object.resource_version;
  return event;
}

}  // namespace vedette::op
