#pragma once

#include <boost/asio/awaitable.hpp>

#include "prober/probe/connection.hpp"
#include "prober/probe/flight.hpp"

namespace vedette::prober {

/// Makes TLS on a connected connection. Leaves the facts of TLS and certificate in the flight, good
/// or not; earliestNotAfter is the least of all hops so far.
[[nodiscard]] boost::asio::awaitable<Checked<void>> shake_hands(Flight& flight,
                                                                Connection& connection,
                                                                const Hop& hop);

}  // namespace vedette::prober
