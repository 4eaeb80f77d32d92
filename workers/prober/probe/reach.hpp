#pragma once

#include <boost/asio/awaitable.hpp>

#include "prober/probe/connection.hpp"
#include "prober/probe/flight.hpp"
#include "prober/probe/request_text.hpp"

namespace vedette::prober {

/// Leads a connection to the site of a hop: name, address, TCP and TLS; through the target's proxy
/// where it names one. There the phases dns and connect are those of the proxy, and over https the
/// proxy's own way to the site counts as connect.
/// REQUIRES: the connection is fresh and guarded by the flight's deadline.
[[nodiscard]] boost::asio::awaitable<Checked<void>> reach(Flight& flight, Connection& connection,
                                                          const Hop& hop);

}  // namespace vedette::prober
