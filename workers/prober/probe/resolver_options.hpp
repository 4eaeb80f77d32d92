#pragma once

#include <string>
#include <vector>

namespace vedette::prober {

/// Where names are asked for. What is empty comes from /etc/resolv.conf.
struct ResolverOptions {
  std::vector<std::string> nameservers = {};  ///< "192.0.2.53", "127.0.0.1:5353", "[::1]:53"
  std::vector<std::string> search = {};       ///< domains
};

}  // namespace vedette::prober
