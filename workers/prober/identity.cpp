#include "prober/identity.hpp"

#include <array>
#include <utility>

#include <unistd.h>

#include "base/utf8.hpp"

namespace vedette::prober {

Identity make_identity(std::string location, std::string_view name, SystemTime now) {
  constexpr std::size_t kNameBytes = 256;
  std::array<char, kNameBytes> host{};
  gethostname(host.data(), host.size() - 1);
  std::string known = clean_utf8(name.empty() ? std::string_view(host.data()) : name, kNameBytes);
  const auto epoch = std::chrono::floor<Millis>(now.time_since_epoch()).count();
  return {std::move(location), known.empty() ? "unnamed" : std::move(known), epoch};
}

}  // namespace vedette::prober
