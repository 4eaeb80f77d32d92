#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "model/url.hpp"

namespace vedette::prober {

/// An HTTP proxy that targets may name in spec.http.proxy.
struct Proxy {
  std::string name;
  model::Url url;
  std::string authorization;  ///< of Proxy-Authorization; empty = none. Never show it.

  /// "the proxy corporate (192.0.2.9:3128)", for messages.
  [[nodiscard]] std::string text() const;

  bool operator==(const Proxy&) const = default;
};

/// By name.
using Proxies = std::map<std::string, std::shared_ptr<const Proxy>, std::less<>>;

/// Reads NAME=http://[USER[:PASSWORD]@]HOST[:PORT], as --proxy takes it; user and password
/// percent-encoded where they hold other bytes than a URL may. Invalid otherwise, in a sentence
/// that does not tell the password.
[[nodiscard]] Result<Proxy> parse_proxy(std::string_view text);

}  // namespace vedette::prober
