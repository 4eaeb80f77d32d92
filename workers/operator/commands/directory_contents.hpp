#pragma once

#include <string>
#include <utility>

#include "operator/reconcile/policies/content_source.hpp"
#include "targets/secrets.hpp"

namespace vedette::op {

/// What manifests refer to, as the prober reads it for hand-written files:
/// <secrets-dir>/<namespace>/<name>/<key>. Not thread-safe.
class DirectoryContents final : public ContentSource {
 public:
  /// `secrets` must outlive it.
  explicit DirectoryContents(targets::Secrets& secrets) : secrets_(secrets) {}

  [[nodiscard]] FoundContent find(const std::string& ns,
                                  const model::Reference& reference) const override {
    Result<std::string> content = secrets_.content(ns, reference);
    if (content) return {FoundContent::Kind::Found, std::move(*content)};
    return {FoundContent::Kind::Broken, std::move(content.error().message)};
  }

 private:
  targets::Secrets& secrets_;
};

}  // namespace vedette::op
