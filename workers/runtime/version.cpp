#include "runtime/version.hpp"

namespace vedette::runtime {

std::string_view version() { return VEDETTE_VERSION; }

}  // namespace vedette::runtime
