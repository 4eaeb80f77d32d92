#include "operator/api/output_objects.hpp"

#include <fmt/format.h>

#include "operator/api/base64.hpp"
#include "operator/api/names.hpp"

namespace vedette::op {
namespace {

namespace json = boost::json;

json::object output(std::string_view kind, const std::string& ns, const std::string& name,
                    std::string_view output_label) {
  json::object metadata{{"name", name}};
  if (!ns.empty()) metadata["namespace"] = ns;
  metadata["labels"] = {{"app.kubernetes.io/managed-by", kFieldManager},
                        {kOutputLabel, output_label}};
  return {{"apiVersion", "v1"}, {"kind", kind}, {"metadata", std::move(metadata)}};
}

}  // namespace

std::string targets_object_name(int file) { return fmt::format("{}{:02}", kTargetsPrefix, file); }

std::string secrets_object_name(int file) { return fmt::format("{}{:02}", kSecretsPrefix, file); }

json::object targets_object(const std::string& ns, int file, const std::string& key,
                            std::string_view bytes, Form form) {
  json::object object = output("ConfigMap", ns, targets_object_name(file), "targets");
  if (form == Form::Binary) {
    object["binaryData"] = json::object{{key, to_base64(bytes)}};
  } else {
    object["data"] = json::object{{key, bytes}};
  }
  return object;
}

json::object secrets_object(const std::string& ns, int file, const Contents& contents) {
  json::object object = output("Secret", ns, secrets_object_name(file), "secrets");
  object["type"] = "Opaque";
  json::object data;
  for (const auto& [key, bytes] : contents) data[key] = to_base64(bytes);
  object["data"] = std::move(data);
  return object;
}

}  // namespace vedette::op
