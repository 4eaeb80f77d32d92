#include "targets/rules/reference_rules.hpp"

#include "targets/document/quote.hpp"
#include "targets/rules/name_rules.hpp"

namespace vedette::targets {
namespace {

using model::Reference;
using model::Text;

void check_key(const Field& field, std::string_view key) {
  if (is_config_key(key)) return;
  field.refuse(Rule::ReferenceKey,
               "must be 1 to 253 letters, digits, '-', '_' or '.', not "
               "beginning with \"..\", found " +
                   quote(key));
}

std::optional<Text> read_key_reference(const Field& field, Reference::Kind kind) {
  if (!field.object({"name", "key"})) return std::nullopt;
  const Field name_field = field["name"];
  const Field key_field = field["key"];
  name_field.require_present();
  key_field.require_present();
  const auto name = name_field.text();
  const auto key = key_field.text();
  if (!name || !key) return std::nullopt;
  if (!is_dns_subdomain(*name)) {
    name_field.refuse(Rule::ReferenceName,
                      "must be a DNS subdomain such as shop-login, found " + quote(*name));
  }
  check_key(key_field, *key);
  return Text{Reference{kind, std::string(*name), std::string(*key)}, ""};
}

}  // namespace

std::optional<Text> read_reference(const Field& from, ReferenceTo allowed) {
  if (!from.object({"secretKeyRef", "configMapKeyRef", "file"})) return std::nullopt;
  const Field secret = from["secretKeyRef"];
  const Field config_map = from["configMapKeyRef"];
  const Field file = from["file"];
  const int sources = int{secret.present()} + int{config_map.present()} + int{file.present()};
  if (sources != 1) {
    from.refuse(Rule::ReferenceSource,
                "must have exactly one of secretKeyRef, configMapKeyRef and file, found " +
                    std::to_string(sources));
    return std::nullopt;
  }
  if (config_map.present() && allowed == ReferenceTo::Secret) {
    config_map.refuse(
        Rule::ReferenceNotAllowed,
        "is for CA bundles and bodies only; put the value into a Secret and use secretKeyRef");
    return std::nullopt;
  }
  if (secret.present()) return read_key_reference(secret, Reference::Kind::Secret);
  if (config_map.present()) return read_key_reference(config_map, Reference::Kind::ConfigMap);
  const auto key = file.text();
  if (!key) return std::nullopt;
  check_key(file, *key);
  return Text{Reference{Reference::Kind::File, "", std::string(*key)}, ""};
}

}  // namespace vedette::targets
