#pragma once

#include <boost/asio/awaitable.hpp>
#include <string_view>

#include "prober/probe/connection.hpp"
#include "prober/probe/flight.hpp"

namespace vedette::prober {

/// Writes all of `bytes`. The step that ended it: Moved when all is written, End, SocketError or
/// TlsError when the connection broke. A failure only when the deadline passed.
[[nodiscard]] boost::asio::awaitable<Checked<IoStep>> transmit(Flight& flight,
                                                               Connection& connection,
                                                               std::string_view bytes);

}  // namespace vedette::prober
