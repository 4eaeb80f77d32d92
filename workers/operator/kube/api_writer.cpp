#include "operator/kube/api_writer.hpp"

#include <boost/json/serialize.hpp>

#include "operator/kube/api_error.hpp"
#include "operator/kube/json_text.hpp"
#include "operator/kube/list_page.hpp"
#include "operator/kube/query.hpp"

namespace vedette::op {
namespace {

namespace json = boost::json;

constexpr const char* kMostItems = "1000";

template <typename T>
ApiResult<T> in_api_terms(Result<T> result) {
  if (result) return *std::move(result);
  return tl::unexpected(api_error_from(result.error()));
}

ApiResult<Object> object_of(ApiResult<json::value> answer) {
  if (!answer) return tl::unexpected(answer.error());
  return in_api_terms(object_from(*std::move(answer)));
}

/// Where a body says that it stands.
ObjectKey key_of(const json::object& body) {
  const json::value* metadata = body.if_contains("metadata");
  if (metadata == nullptr || !metadata->is_object()) return {};
  return {text_at(metadata->get_object(), "namespace"), text_at(metadata->get_object(), "name")};
}

}  // namespace

ApiResult<Object> ApiWriter::apply(const Resource& resource, const json::object& body, Part part) {
  const std::string path = resource.object_path(key_of(body)) +
                           (part == Part::Status ? "/status" : "") +
                           query({{"fieldManager", field_manager_}, {"force", "true"}});
  return object_of(
      client_.call({"PATCH", path, json::serialize(body), "application/apply-patch+yaml"}));
}

ApiResult<Object> ApiWriter::merge_patch(const Resource& resource, const ObjectKey& key,
                                         const json::object& patch) {
  const std::string path = resource.object_path(key) + query({{"fieldManager", field_manager_}});
  return object_of(
      client_.call({"PATCH", path, json::serialize(patch), "application/merge-patch+json"}));
}

ApiResult<Object> ApiWriter::create(const Resource& resource, const std::string& ns,
                                    const json::object& body) {
  const std::string path = resource.collection_path(ns) + query({{"fieldManager", field_manager_}});
  return object_of(client_.call({"POST", path, json::serialize(body)}));
}

ApiResult<std::vector<Object>> ApiWriter::list(const Resource& resource, const std::string& ns,
                                               const std::string& label_selector) {
  auto answer =
      client_.call({"GET", resource.collection_path(ns) +
                               query({{"labelSelector", label_selector}, {"limit", kMostItems}})});
  if (!answer) return tl::unexpected(answer.error());
  auto page = in_api_terms(list_page_from(*std::move(answer)));
  if (!page) return tl::unexpected(page.error());
  if (!page->continue_token.empty()) {
    return tl::unexpected(ApiError{ErrorKind::Invalid,
                                   0,
                                   {},
                                   "there are more than " + std::string(kMostItems) + " " +
                                       resource.plural + " with " + label_selector,
                                   std::nullopt});
  }
  return std::move(page->items);
}

}  // namespace vedette::op
