#pragma once

#include <boost/asio/awaitable.hpp>
#include <optional>

#include "prober/probe/failure.hpp"
#include "prober/probe/flight.hpp"

namespace vedette::prober {

/// The whole way of a probe, from the name to the last assertion, over all redirects. Nothing means
/// up. Leaves what it learnt in the flight's facts. May throw std::bad_alloc and what Asio throws.
[[nodiscard]] boost::asio::awaitable<std::optional<Failure>> run_course(Flight& flight);

}  // namespace vedette::prober
