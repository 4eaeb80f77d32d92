#pragma once

#include <boost/asio/ip/address.hpp>
#include <memory>
#include <string>
#include <vector>

#include "model/target.hpp"
#include "prober/probe/body_check.hpp"
#include "prober/probe/header_check.hpp"
#include "prober/probe/json_check.hpp"
#include "prober/probe/plan.hpp"
#include "prober/probe/proxy.hpp"
#include "prober/probe/request_text.hpp"
#include "prober/probe/tls_profile.hpp"

namespace vedette::prober {

/// See plan.hpp. All that can be made before a probe starts.
class ProbePlan {
 public:
  std::shared_ptr<const model::Target> target;
  std::shared_ptr<const Proxy> proxy;  ///< null = none
  Hop first;
  std::string request;                    ///< the bytes of the first hop
  std::shared_ptr<const TlsProfile> tls;  ///< for every hop over https
  std::vector<HeaderCheck> headers;
  BodyCheck body;
  JsonCheck json;

  /// Whether an assertion needs the text of the body.
  [[nodiscard]] bool reads_body() const { return !body.empty() || !json.empty(); }
};

}  // namespace vedette::prober
