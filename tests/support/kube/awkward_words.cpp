#include "support/kube/awkward_words.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace vedette::test {
namespace {

namespace json = boost::json;

json::object object_json(std::string_view name, int version) {
  return {{"apiVersion", "v1"},
          {"kind", "ConfigMap"},
          {"metadata",
           {{"name", name},
            {"namespace", "shop"},
            {"uid", "uid-" + std::string(name)},
            {"resourceVersion", std::to_string(version)},
            {"managedFields", json::array{json::object{{"manager", "kubectl"}}}}}},
          {"data", {{"version", std::to_string(version)}}}};
}

json::object status_json(int code, std::string_view reason, std::string_view message) {
  return {{"kind", "Status"},   {"apiVersion", "v1"}, {"status", "Failure"},
          {"message", message}, {"reason", reason},   {"code", code}};
}

std::string line(std::string_view type, json::object object) {
  return json::serialize(json::object{{"type", type}, {"object", std::move(object)}}) + "\n";
}

}  // namespace

std::string object_text(std::string_view name, int version) {
  return json::serialize(object_json(name, version));
}

std::string list_text(int version, const std::vector<std::string>& names,
                      std::string_view continue_token) {
  json::array items;
  for (const std::string& name : names) items.push_back(object_json(name, 1));
  json::object metadata{{"resourceVersion", std::to_string(version)}};
  if (!continue_token.empty()) metadata["continue"] = continue_token;
  return json::serialize(json::object{{"kind", "ConfigMapList"},
                                      {"apiVersion", "v1"},
                                      {"metadata", std::move(metadata)},
                                      {"items", std::move(items)}});
}

std::string event_line(std::string_view type, std::string_view name, int version) {
  return line(type, object_json(name, version));
}

std::string bookmark_line(int version) {
  return line("BOOKMARK", {{"kind", "ConfigMap"},
                           {"metadata", {{"resourceVersion", std::to_string(version)}}}});
}

std::string error_line(int code, std::string_view reason) {
  return line("ERROR", status_json(code, reason, "said in a stream"));
}

std::string status_text(int code, std::string_view reason, std::string_view message) {
  return json::serialize(status_json(code, reason, message));
}

}  // namespace vedette::test
