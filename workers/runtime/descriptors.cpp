#include "runtime/descriptors.hpp"

#include <sys/resource.h>

#include <cerrno>
#include <string>
#include <system_error>

namespace vedette::runtime {

Result<std::uint64_t> raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    limit.rlim_cur = limit.rlim_max;
    if (::setrlimit(RLIMIT_NOFILE, &limit) == 0) return limit.rlim_cur;
  }
  return fail(ErrorKind::Internal, "cannot raise the limit of open descriptors to " +
                                       std::to_string(limit.rlim_max) + ": " +
                                       std::generic_category().message(errno));
}

}  // namespace vedette::runtime
