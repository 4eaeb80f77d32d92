#pragma once

#include <cstdint>

namespace vedette::test {

/// A network namespace that holds nothing but loopback, so that a test may use up its ports.
class OwnNetwork {
 public:
  /// Moves this process and its later children into a new one, as root or, without, in a user
  /// namespace of its own. REQUIRES: the process has no other thread yet. Throws
  /// std::runtime_error, with what to turn, where neither is allowed.
  OwnNetwork();

  /// From which ports the kernel chooses for those who connect, both inclusive. Throws
  /// std::runtime_error when the kernel refuses.
  static void set_local_ports(std::uint16_t first, std::uint16_t last);

  /// From now on this process and its later children ask 127.0.0.1 for names, port 53, where this
  /// process may listen. REQUIRES: as the constructor. Throws std::system_error.
  static void ask_loopback_for_names();

  /// From now on every address of the world but multicast is this machine's own: who connects to
  /// one reaches whatever listens here. Throws std::system_error.
  static void be_everywhere();
};

}  // namespace vedette::test
