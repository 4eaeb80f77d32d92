#pragma once

#include <boost/asio/awaitable.hpp>
#include <optional>
#include <string_view>

#include "model/target.hpp"
#include "prober/probe/body_sink.hpp"
#include "prober/probe/failure.hpp"
#include "prober/probe/flight.hpp"

namespace vedette::prober {

/// Whether the final status is one of those expected. Pure.
[[nodiscard]] std::optional<Failure> check_status(const model::Expectation& expect, int status);

/// Whether the whole probe was fast enough. Pure.
[[nodiscard]] std::optional<Failure> check_latency(const model::Expectation& expect,
                                                   const model::Durations& durations);

/// Whether the body that was read meets the body assertions; sets bodyMatched. Takes the sink's
/// text.
[[nodiscard]] boost::asio::awaitable<std::optional<Failure>> check_body(
    Flight& flight, BodySink& sink, std::string_view content_encoding);

}  // namespace vedette::prober
