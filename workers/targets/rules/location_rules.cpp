#include "targets/rules/location_rules.hpp"

#include <algorithm>
#include <string>

#include "model/place_name.hpp"
#include "targets/document/quote.hpp"

namespace vedette::targets {
namespace {

constexpr int kMostLocations = 16;

void read_location(const Field& item, std::vector<std::string>& names) {
  const auto name = item.text();
  if (!name) return;
  if (!model::is_place_name(*name)) {
    item.refuse(Rule::LocationName,
                "must be the name of a location, 1 to 63 of a-z, 0-9 and -, found " + quote(*name));
  } else if (std::ranges::find(names, *name) != names.end()) {
    item.refuse(Rule::LocationTwice, "names " + std::string(*name) + " for the second time");
  }
  names.emplace_back(*name);
}

}  // namespace

void read_locations(const Field& locations, const Field& quorum, model::Target& target) {
  const std::size_t count = locations.items(kMostLocations);
  if (locations.empty_list()) {
    locations.refuse(Rule::Empty, "must name at least one location; leave it out for all");
  }
  for (std::size_t i = 0; i < count; ++i) {
    const Field item = locations[i];
    read_location(item, target.locations);
  }
  std::ranges::sort(target.locations);
  target.quorum = quorum.integer(1, kMostLocations, 0);
  if (count > 0 && target.quorum > static_cast<int>(count)) {
    quorum.refuse(Rule::QuorumWithinLocations, "quorum (" + std::to_string(target.quorum) +
                                                   ") must not exceed the number of " +
                                                   "locations (" + std::to_string(count) + ")");
  }
}

}  // namespace vedette::targets
