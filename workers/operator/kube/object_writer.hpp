#pragma once

#include <string>
#include <vector>

#include "operator/kube/api_result.hpp"
#include "operator/kube/object.hpp"
#include "operator/kube/resource.hpp"

namespace vedette::op {

/// Which part of an object an apply means.
enum class Part { Object, Status };

/// Everything that the operator writes, and the one list it reads without a cache. Implemented by
/// the API client and by a fake in tests. Thread-safe; each call waits for the answer, at most 10
/// s.
class ObjectWriter {
 public:
  virtual ~ObjectWriter() = default;

  /// Server-side apply as field manager "vedette-operator", forced. `body` holds apiVersion, kind,
  /// metadata and only what we own; with metadata.resourceVersion a stale one is a conflict (409).
  /// Returns the object as it stands then: its resourceVersion is unchanged when nothing was.
  [[nodiscard]] virtual ApiResult<Object> apply(const Resource& resource,
                                                const boost::json::object& body, Part part) = 0;

  /// application/merge-patch+json. 404 when the object is gone.
  [[nodiscard]] virtual ApiResult<Object> merge_patch(const Resource& resource,
                                                      const ObjectKey& key,
                                                      const boost::json::object& patch) = 0;

  [[nodiscard]] virtual ApiResult<Object> create(const Resource& resource, const std::string& ns,
                                                 const boost::json::object& body) = 0;

  /// A list of at most a few hundred objects, in one page.
  [[nodiscard]] virtual ApiResult<std::vector<Object>> list(const Resource& resource,
                                                            const std::string& ns,
                                                            const std::string& label_selector) = 0;
};

}  // namespace vedette::op
