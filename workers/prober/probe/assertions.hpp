#pragma once

#include <boost/asio/awaitable.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"

#include "model/target.hpp"
#include "prober/probe/answer_parser.hpp"
#include "prober/probe/body_sink.hpp"
#include "prober/probe/failure.hpp"
#include "prober/probe/flight.hpp"

namespace vedette::prober {

/// "200-299, 404", for messages.
[[nodiscard]] std::string codes_text(const std::vector<model::StatusRange>& codes);

/// "50.213 ms", for messages.
[[nodiscard]] std::string millis_text(Micros time);

/// Whether the final status is one of those expected. Pure.
[[nodiscard]] std::optional<Failure> check_status(const model::Expectation& expect, int status);

/// Whether the last answer came over TLS, or not, as expected. Pure.
[[nodiscard]] std::optional<Failure> check_tls(const model::Expectation& expect, bool tls);

/// Whether every certificate that was met is valid for as long as expected from `now` on. Nothing
/// is wrong where none was met. Pure.
[[nodiscard]] std::optional<Failure> check_certificate(const model::Expectation& expect,
                                                       const std::optional<model::TlsFacts>& facts,
                                                       SystemTime now);

/// Whether the whole probe was fast enough. Pure.
[[nodiscard]] std::optional<Failure> check_latency(const model::Expectation& expect,
                                                   const model::Durations& durations);

/// Whether the headers of the final answer meet the assertions about them.
[[nodiscard]] boost::asio::awaitable<std::optional<Failure>> check_headers(Flight& flight,
                                                                           const Head& head);

/// Whether the body that was read meets the assertions about its text and then its JSON; sets
/// bodyMatched. Takes the sink's text.
[[nodiscard]] boost::asio::awaitable<std::optional<Failure>> check_body(
    Flight& flight, BodySink& sink, std::string_view content_encoding);

}  // namespace vedette::prober
