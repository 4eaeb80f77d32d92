#pragma once

#include <memory>

#include "base/result.hpp"
#include "model/target.hpp"
#include "prober/probe/proxy.hpp"

namespace vedette::prober {

/// A target made ready to be probed: URL taken apart, request text written, regexps compiled, TLS
/// profile chosen. Immutable; shared by all engines.
class ProbePlan;

/// Makes plans and shares what many of them need: one compiled RE2 per pattern, one SSL_CTX per TLS
/// profile, for as long as a plan uses it. Not thread-safe; the plans may be used on any thread.
class Planner {
 public:
  explicit Planner(Proxies proxies = {});
  ~Planner();
  Planner(const Planner&) = delete;
  Planner& operator=(const Planner&) = delete;

  /// Invalid when something is wrong that only shows now (a CA bundle that OpenSSL refuses, a proxy
  /// that this prober does not have): the
  /// target's probes are then Unknown with config_error and this message.
  [[nodiscard]] Result<std::shared_ptr<const ProbePlan>> make(
      std::shared_ptr<const model::Target> target);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace vedette::prober
