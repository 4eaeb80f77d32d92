#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace vedette::runtime {

struct ListenAddress {
  std::string host;
  std::uint16_t port = 0;

  bool operator==(const ListenAddress&) const = default;
};

/// Reads "host:port", ":port" (host "0.0.0.0") or "[v6]:port". Fails with Invalid, naming --listen.
[[nodiscard]] Result<ListenAddress> parse_listen_address(std::string_view text);

}  // namespace vedette::runtime
