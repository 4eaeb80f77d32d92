#include "prober/identity.hpp"

#include <array>
#include <utility>

#include <unistd.h>

#include "base/utf8.hpp"

namespace vedette::prober {

Identity make_identity(std::string location, SystemTime now) {
  std::array<char, 256> host{};
  gethostname(host.data(), host.size() - 1);
  const std::string name = clean_utf8(host.data(), host.size());
  const auto epoch = std::chrono::floor<Millis>(now.time_since_epoch()).count();
  return {std::move(location), name.empty() ? "unnamed" : name, epoch};
}

}  // namespace vedette::prober
