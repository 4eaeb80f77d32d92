#pragma once

#include "operator/kube/api_client.hpp"
#include "operator/kube/object_writer.hpp"

namespace vedette::op {

/// The one ObjectWriter of the product. Thread-safe as the client is.
class ApiWriter final : public ObjectWriter {
 public:
  /// `client` must outlive it.
  ApiWriter(ApiClient& client, std::string field_manager)
      : client_(client), field_manager_(std::move(field_manager)) {}

  [[nodiscard]] ApiResult<Object> apply(const Resource& resource, const boost::json::object& body,
                                        Part part) override;
  [[nodiscard]] ApiResult<Object> merge_patch(const Resource& resource, const ObjectKey& key,
                                              const boost::json::object& patch) override;
  [[nodiscard]] ApiResult<Object> create(const Resource& resource, const std::string& ns,
                                         const boost::json::object& body) override;
  [[nodiscard]] ApiResult<std::vector<Object>> list(const Resource& resource, const std::string& ns,
                                                    const std::string& label_selector) override;

 private:
  ApiClient& client_;
  const std::string field_manager_;
};

}  // namespace vedette::op
