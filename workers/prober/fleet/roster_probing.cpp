#include "prober/fleet/roster_probing.hpp"

#include <algorithm>

namespace vedette::prober {

SystemTime RosterProbing::horizon() const {
  SystemTime earliest = SystemTime::max();
  for (const auto& engine : engines_) earliest = std::min(earliest, engine->horizon());
  return earliest;
}

}  // namespace vedette::prober
