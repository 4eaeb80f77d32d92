#pragma once

#include <boost/asio/ip/address.hpp>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace vedette::prober {

/// A block of IPv4 or of IPv6 addresses, as CIDR writes it.
class AddressRange {
 public:
  /// "10.0.0.0/8", "2001:db8::/32", or one address alone. IPv4-mapped blocks of at least 96 bits
  /// are the IPv4 blocks they mean. Invalid when it is none, or has bits set behind its length:
  /// 10.1.0.0/8 would leave open what was meant.
  [[nodiscard]] static Result<AddressRange> parse(std::string_view text);

  /// Never true of an address of the other family. REQUIRES: no zone, not IPv4-mapped (forms_of()
  /// gives neither).
  [[nodiscard]] bool holds(const boost::asio::ip::address& address) const;

  /// How many bits are fixed: 0 … 32, or 0 … 128.
  [[nodiscard]] unsigned short length() const { return length_; }

  /// "10.0.0.0/8".
  [[nodiscard]] std::string text() const;

  bool operator==(const AddressRange&) const = default;

 private:
  AddressRange(const boost::asio::ip::address& first, unsigned short length)
      : first_(first), length_(length) {}

  boost::asio::ip::address first_;
  unsigned short length_;
};

}  // namespace vedette::prober
