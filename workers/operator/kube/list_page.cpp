#include "operator/kube/list_page.hpp"

#include <utility>

#include "operator/kube/json_text.hpp"

namespace vedette::op {
namespace json = boost::json;

Result<ListPage> list_page_from(json::value value) {
  json::object* body = value.if_object();
  const json::value* metadata = body == nullptr ? nullptr : body->if_contains("metadata");
  if (metadata == nullptr || !metadata->is_object()) {
    return fail(ErrorKind::Invalid, "the answer to a LIST is no list");
  }
  ListPage page;
  page.resource_version = text_at(metadata->get_object(), "resourceVersion");
  page.continue_token = text_at(metadata->get_object(), "continue");
  if (page.resource_version.empty()) {
    return fail(ErrorKind::Invalid, "the answer to a LIST has no metadata.resourceVersion");
  }
  json::value* items = body->if_contains("items");
  if (items == nullptr || items->is_null()) return page;
  if (!items->is_array()) return fail(ErrorKind::Invalid, "the items of a LIST are no array");
  page.items.reserve(items->get_array().size());
  for (json::value& item : items->get_array()) {
    Result<Object> object = object_from(std::move(item));
    if (!object) return tl::unexpected(object.error());
    page.items.push_back(*std::move(object));
  }
  return page;
}

}  // namespace vedette::op
