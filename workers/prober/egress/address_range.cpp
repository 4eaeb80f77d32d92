#include "prober/egress/address_range.hpp"

#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>
#include <charconv>
#include <optional>

namespace vedette::prober {

namespace ip = boost::asio::ip;

namespace {

constexpr unsigned short kV4Bits = 32;
constexpr unsigned short kV6Bits = 128;
constexpr unsigned short kMappedBits = kV6Bits - kV4Bits;

/// The first address of the block of `length` bits around `address`.
ip::address first_of(const ip::address& address, unsigned short length) {
  if (address.is_v4()) {
    return ip::network_v4(address.to_v4(), length).network();
  }
  return ip::network_v6(address.to_v6(), length).network();
}

std::optional<unsigned short> read_length(std::string_view text, unsigned short most) {
  unsigned short length = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), length);
  if (error != std::errc{} || end != text.data() + text.size() || length > most) {
    return std::nullopt;
  }
  return length;
}

}  // namespace

Result<AddressRange> AddressRange::parse(std::string_view text) {
  const std::size_t slash = text.find('/');
  boost::system::error_code error;
  ip::address address = ip::make_address(std::string(text.substr(0, slash)), error);
  const bool zone = text.find('%') != std::string_view::npos;
  const unsigned short bits = address.is_v4() ? kV4Bits : kV6Bits;
  const auto written =
      slash == std::string_view::npos ? bits : read_length(text.substr(slash + 1), bits);
  if (error || zone || !written) {
    return fail(ErrorKind::Invalid, std::string(text) +
                                        " is no block of addresses, such as 10.0.0.0/8, fd00::/8 "
                                        "or 192.0.2.7");
  }
  unsigned short length = *written;
  if (address.is_v6() && address.to_v6().is_v4_mapped() && length >= kMappedBits) {
    address = ip::make_address_v4(ip::v4_mapped, address.to_v6());
    length = static_cast<unsigned short>(length - kMappedBits);
  }
  AddressRange range(first_of(address, length), length);
  if (range.first_ != address) {
    return fail(ErrorKind::Invalid, std::string(text) + " has bits set behind its first " +
                                        std::to_string(length) + "; write " + range.text());
  }
  return range;
}

bool AddressRange::holds(const ip::address& address) const {
  return address.is_v4() == first_.is_v4() && first_of(address, length_) == first_;
}

std::string AddressRange::text() const {
  return first_.to_string() + "/" + std::to_string(length_);
}

}  // namespace vedette::prober
