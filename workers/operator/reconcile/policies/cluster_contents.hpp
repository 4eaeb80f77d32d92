#pragma once

#include "operator/kube/object_reader.hpp"
#include "operator/reconcile/policies/content_source.hpp"

namespace vedette::op {

/// Secrets and ConfigMaps as the caches have them. An object without the label
/// `vedette.dev/use: "true"` is not there, whatever a cache holds: that label is what protects a
/// Secret from whoever may create Targets and not read Secrets. Thread-safe as the readers are.
class ClusterContents final : public ContentSource {
 public:
  /// Both must outlive it.
  ClusterContents(const ObjectReader& secrets, const ObjectReader& config_maps)
      : secrets_(secrets), config_maps_(config_maps) {}

  [[nodiscard]] FoundContent find(const std::string& ns,
                                  const model::Reference& reference) const override;

 private:
  const ObjectReader& secrets_;
  const ObjectReader& config_maps_;
};

}  // namespace vedette::op
