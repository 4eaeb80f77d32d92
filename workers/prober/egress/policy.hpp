#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "prober/egress/address_range.hpp"

namespace vedette::prober {

/// Where probes may go when nothing more is said.
enum class EgressMode {
  Open,     ///< everywhere
  Cluster,  ///< not to this machine, its link, cloud metadata services and multicast
  Tenant,   ///< nor to private, shared and reserved addresses
};

struct EgressOptions {
  EgressMode mode = EgressMode::Open;
  std::vector<AddressRange> deny = {};
  std::vector<AddressRange> allow = {};
  std::vector<std::uint16_t> ports = {};  ///< empty = all
};

/// Decides where a probe may connect to. Pure, immutable, thread-safe.
///
/// An address is judged in every form it may stand for (forms_of), and one denied form denies it.
/// The narrowest block that holds a form decides, as in a routing table; of equally narrow ones
/// --deny-cidr goes before --allow-cidr, and that before the mode.
class EgressPolicy {
 public:
  EgressPolicy() = default;  ///< open
  explicit EgressPolicy(const EgressOptions& options);

  /// The rule that denies every address at `port`, as below.
  [[nodiscard]] std::optional<std::string> denial_of_port(std::uint16_t port) const;

  /// The rule that denies `endpoint`, as a phrase: "--egress cluster denies 127.0.0.0/8, loopback";
  /// nothing when a probe may connect to it.
  [[nodiscard]] std::optional<std::string> denial(
      const boost::asio::ip::tcp::endpoint& endpoint) const;

 private:
  struct Rule {
    AddressRange range;
    bool denies = true;
    std::string says = {};  ///< of a rule that denies
  };

  [[nodiscard]] const Rule* rule_for(const boost::asio::ip::address& form) const;

  std::vector<Rule> rules_;  // the first that holds an address decides
  std::vector<std::uint16_t> ports_;
};

}  // namespace vedette::prober
