#include "prober/egress/address_forms.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

namespace vedette::prober {

namespace ip = boost::asio::ip;
using namespace std::string_view_literals;

namespace {

using Bytes = ip::address_v6::bytes_type;

/// Where a kind of IPv6 address holds an IPv4 address.
struct Embedding {
  std::string_view mark;          ///< the bytes by which the kind is known
  std::size_t mark_at = 0;        ///< where they stand
  std::array<std::size_t, 4> at;  ///< of the IPv4 address's bytes
  unsigned char mask = 0;         ///< 0xff where they are inverted
};

constexpr std::string_view kZeros("\0\0\0\0\0\0\0\0\0\0\0\0", 12);
constexpr std::string_view kLocalNat64("\0\x64\xff\x9b\0\1", 6);

constexpr std::array kEmbeddings{
    Embedding{kZeros, 0, {12, 13, 14, 15}},  // IPv4-compatible, ::/96 (RFC 4291 §2.5.5.1)
    Embedding{"\0\0\0\0\0\0\0\0\xff\xff\0\0"sv, 0, {12, 13, 14, 15}},    // translated (RFC 7915)
    Embedding{"\0\x64\xff\x9b\0\0\0\0\0\0\0\0"sv, 0, {12, 13, 14, 15}},  // NAT64 (RFC 6052)
    // NAT64 of the network's own (RFC 8215): its prefix may be of 48, 56, 64 or 96 bits, and where
    // the IPv4 address stands depends on that (RFC 6052 §2.2).
    Embedding{kLocalNat64, 0, {6, 7, 9, 10}}, Embedding{kLocalNat64, 0, {7, 9, 10, 11}},
    Embedding{kLocalNat64, 0, {9, 10, 11, 12}}, Embedding{kLocalNat64, 0, {12, 13, 14, 15}},
    Embedding{"\x20\x02"sv, 0, {2, 3, 4, 5}},                // 6to4 (RFC 3056)
    Embedding{"\x20\x01\0\0"sv, 0, {12, 13, 14, 15}, 0xff},  // Teredo (RFC 4380)
    Embedding{"\0\0\x5e\xfe"sv, 8, {12, 13, 14, 15}},        // ISATAP (RFC 5214)
    Embedding{"\2\0\x5e\xfe"sv, 8, {12, 13, 14, 15}},        // the same, globally unique
};

bool is_of(const Embedding& embedding, const Bytes& bytes) {
  return std::equal(embedding.mark.begin(), embedding.mark.end(),
                    bytes.begin() + static_cast<std::ptrdiff_t>(embedding.mark_at),
                    [](char a, unsigned char b) { return static_cast<unsigned char>(a) == b; });
}

ip::address_v4 reading(const Embedding& embedding, const Bytes& bytes) {
  ip::address_v4::bytes_type read{};
  for (std::size_t i = 0; i < read.size(); ++i) {
    read[i] = bytes[embedding.at[i]] ^ embedding.mask;
  }
  return ip::address_v4(read);
}

}  // namespace

std::vector<ip::address> forms_of(const ip::address& address) {
  if (address.is_v4()) {
    return {address};
  }
  const Bytes bytes = address.to_v6().to_bytes();
  const ip::address_v6 without_zone(bytes);
  if (without_zone.is_v4_mapped()) {
    return {ip::make_address_v4(ip::v4_mapped, without_zone)};
  }
  std::vector<ip::address> forms{without_zone};
  for (const Embedding& embedding : kEmbeddings) {
    if (!is_of(embedding, bytes)) {
      continue;
    }
    const ip::address_v4 read = reading(embedding, bytes);
    if (read.to_bytes()[0] != 0) {
      forms.emplace_back(read);
    }
  }
  return forms;
}

}  // namespace vedette::prober
