#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace vedette::test {

/// How a target may try to lead a probe to an address that it must not reach.
struct Way {
  enum class Ends {
    Blocked,     ///< the probe finds the address and the policy denies it
    BadTarget,   ///< no probe starts: the URL is refused
    BadRedirect  ///< the Location is refused
  };
  std::string what;
  std::string url;
  std::vector<std::string> locations = {};  ///< where the answers on the way redirect to
  Ends ends = Ends::Blocked;
  /// The kernel itself would not take the probe there, policy or not.
  bool dead_end = false;
  /// Through a proxy, which is at an address that the policy denies to targets.
  bool through_proxy = false;

  friend std::ostream& operator<<(std::ostream& out, const Way& way);
};

/// All of them, for `--egress tenant --deny-cidr 203.0.113.0/24 --allow-port 80`. Every connection
/// on the way but the last goes to an allowed address.
[[nodiscard]] std::vector<Way> ways();

}  // namespace vedette::test
