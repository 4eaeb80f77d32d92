#pragma once

#include <boost/asio/ip/address.hpp>
#include <vector>

namespace vedette::prober {

/// Everything that an address may stand for: itself, without a zone, and each IPv4 address that a
/// router, translator or tunnel may read in it (IPv4-compatible and -translated, NAT64, 6to4,
/// Teredo, ISATAP). An IPv4-mapped address is IPv4 for the kernel and for us: it has that one form.
/// Readings in 0.0.0.0/8 are left out, as nothing carries them anywhere. Pure.
[[nodiscard]] std::vector<boost::asio::ip::address> forms_of(
    const boost::asio::ip::address& address);

}  // namespace vedette::prober
