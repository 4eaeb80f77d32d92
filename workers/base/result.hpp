#pragma once

#include <string>
#include <utility>

#include <tl/expected.hpp>

namespace vedette {

/// What a caller can do about an error. Chosen by remedy, not by origin.
enum class ErrorKind {
  Invalid,      ///< the input is wrong; trying again changes nothing
  Unavailable,  ///< a neighbour does not answer or refuses for now; try again later
  TimedOut,     ///< a deadline passed; try again, perhaps with more time
  Stopped,      ///< asked to stop; not a fault
  Internal,     ///< a bug or a broken installation; do not go on
};

/// An expected failure. `message` is one sentence: what was tried, what was found, what to turn.
struct Error {
  ErrorKind kind = ErrorKind::Internal;
  std::string message;
};

/// A value or the Error that kept it from being made. Functions that return one are [[nodiscard]].
template <typename T>
using Result = tl::expected<T, Error>;

/// Shorthand for returning an error: `return fail(ErrorKind::Invalid, "…");`
[[nodiscard]] inline tl::unexpected<Error> fail(ErrorKind kind, std::string message) {
  return tl::unexpected<Error>(Error{kind, std::move(message)});
}

}  // namespace vedette
