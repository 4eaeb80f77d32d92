#pragma once

#include <string>

#include "model/target.hpp"
#include "model/url.hpp"
#include "prober/probe/proxy.hpp"

namespace vedette::prober {

/// One request of a probe: the first, or one that a redirect asked for.
struct Hop {
  model::Url url;
  model::Method method = model::Method::Get;
  bool with_body = false;
  /// Every hop so far went to the target's own origin (scheme, host, port). Credentials go nowhere
  /// else, and never come back once a redirect led astray.
  bool trusted = true;
};

/// The hop that a target's probe starts with. `url` is the target's, taken apart.
[[nodiscard]] Hop first_hop(const model::Target& target, model::Url url);

/// The bytes to send for a hop. What the target's own headers set (Host, User-Agent, Accept,
/// Accept-Encoding, Authorization) replaces ours. An untrusted hop goes without basicAuth,
/// authorization, Authorization, Cookie and Host headers and all headers from secrets. Over http
/// a proxy (null = none) is sent the whole URL and its own credentials; over https it is sent
/// connect_request() and never this. Pure.
[[nodiscard]] std::string request_text(const model::Target& target, const Hop& hop,
                                       const Proxy* proxy);

}  // namespace vedette::prober
