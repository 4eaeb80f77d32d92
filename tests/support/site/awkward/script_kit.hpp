#pragma once

#include <string>
#include <string_view>

#include "support/site/raw_server.hpp"

namespace vedette::test {

/// The heads that most scripts begin with.
inline constexpr std::string_view kOkHead = "HTTP/1.1 200 OK\r\n";
inline constexpr std::string_view kChunkedHead =
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

/// A head with a Content-Length, the fields before it, and the body.
[[nodiscard]] std::string answer_of(std::string_view body, std::string_view fields = "");

[[nodiscard]] std::string repeated(std::string_view text, std::size_t times);

/// Reads the request's head, sends `bytes` and closes in good order.
[[nodiscard]] RawScript says(std::string bytes);

/// The same, but leaves the connection open until the peer ends it: who waits for an end, waits.
[[nodiscard]] RawScript says_and_stays(std::string bytes);

/// The same, but ends with an RST, a moment after the bytes so that they are read before it.
[[nodiscard]] RawScript says_and_resets(std::string bytes);

/// The same as says(), but byte by byte, a millisecond apart.
[[nodiscard]] RawScript drips(std::string bytes);

/// Reads the request's head, sends `bytes`, then `again` for ever, as fast as the peer reads.
[[nodiscard]] RawScript says_endlessly(std::string bytes, std::string again);

}  // namespace vedette::test
