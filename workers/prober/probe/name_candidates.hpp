#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace vedette::prober {

/// The absolute names to ask for, in order: the name as it is; then, only for names without a dot
/// or ending in `.svc`, the name in each search domain. So a full name costs one query, not the
/// eight that resolv.conf's `ndots:5` in a pod makes of it. A final dot stops the search. Pure.
[[nodiscard]] std::vector<std::string> name_candidates(std::string_view host,
                                                       const std::vector<std::string>& domains);

}  // namespace vedette::prober
