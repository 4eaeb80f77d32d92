#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/address.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "prober/egress/policy.hpp"
#include "prober/probe/connection.hpp"
#include "prober/probe/deadline.hpp"
#include "prober/probe/failure.hpp"
#include "prober/probe/tracer.hpp"

namespace vedette::prober {

/// How long an address may take: min(3 s, left / addresses left) for each but the last, which gets
/// all that is left. REQUIRES: addresses_left > 0.
[[nodiscard]] std::chrono::nanoseconds connect_budget(std::chrono::nanoseconds left,
                                                      size_t addresses_left);

/// "192.0.2.7:443", "[::1]:443".
[[nodiscard]] std::string endpoint_text(const boost::asio::ip::tcp::endpoint& endpoint);

/// Connects to the first address that takes the connection, in their order. Those that `egress`
/// denies are left out: not a byte goes there; when it denies all, blocked_by_policy. `last_tried`
/// is left with the address that connected or, failing all, the last one that was tried; the
/// failure names them all, and the rules that denied some. `tracer` (null = nobody asks) is told of
/// each.
/// REQUIRES: at least one address; the connection is fresh and guarded by the deadline.
[[nodiscard]] boost::asio::awaitable<Checked<void>> connect(
    Connection& connection, const std::vector<boost::asio::ip::address>& addresses,
    std::uint16_t port, const EgressPolicy& egress, Deadline& deadline, std::string& last_tried,
    Tracer* tracer);

}  // namespace vedette::prober
