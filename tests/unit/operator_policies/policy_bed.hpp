#pragma once

#include <map>
#include <string>
#include <string_view>

#include <boost/json/parse.hpp>

#include "operator/reconcile/policies/decide.hpp"

namespace vedette::test {

/// Contents by "namespace/name/key"; an object is there as soon as it has one key.
class FakeContents final : public op::ContentSource {
 public:
  std::map<std::string, std::string> secrets;
  std::map<std::string, std::string> config_maps;

  [[nodiscard]] op::FoundContent find(const std::string& ns,
                                      const model::Reference& reference) const override {
    using Kind = op::FoundContent::Kind;
    const auto& all = reference.kind == model::Reference::Kind::Secret ? secrets : config_maps;
    const std::string object = ns + "/" + reference.name + "/";
    const auto found = all.find(object + reference.key);
    if (found != all.end()) return {Kind::Found, found->second};
    const auto other = all.lower_bound(object);
    const bool there = other != all.end() && other->first.starts_with(object);
    return {there ? Kind::NoKey : Kind::NoObject, ""};
  }
};

/// A Target shop/`name` of generation 4; `spec` is JSON.
inline boost::json::object target(std::string_view spec, std::string_view name = "checkout") {
  return boost::json::parse(
             R"({"apiVersion":"vedette.dev/v1alpha1","kind":"Target","metadata":{"generation":4,)"
             R"("name":")" +
             std::string(name) + R"(","namespace":"shop","uid":"4bbc9db3"},"spec":)" +
             std::string(spec) + "}")
      .as_object();
}

/// The same with a header X-Key out of Secret shop/login, key token.
inline boost::json::object target_with_secret(std::string_view name = "checkout") {
  return target(R"({"url":"https://shop.example/","http":{"headers":[{"name":"X-Key",)"
                R"("valueFrom":{"secretKeyRef":{"name":"login","key":"token"}}}]}})",
                name);
}

}  // namespace vedette::test
