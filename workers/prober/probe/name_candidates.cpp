#include "prober/probe/name_candidates.hpp"

namespace vedette::prober {

std::vector<std::string> name_candidates(std::string_view host,
                                         const std::vector<std::string>& domains) {
  std::vector<std::string> names{std::string(host)};
  const bool searched = host.find('.') == std::string_view::npos || host.ends_with(".svc");
  if (searched) {
    for (const std::string& domain : domains) {
      names.push_back(std::string(host) + "." + domain);
    }
  }
  return names;
}

}  // namespace vedette::prober
