#pragma once

#include <string>
#include <string_view>

#include <tl/expected.hpp>

namespace vedette::writer {

/// What to do about a statement that PostgreSQL refused. Chosen by remedy.
enum class FailureClass {
  Duplicate,    ///< 23505: a row is there already; take the slow path
  NoPartition,  ///< 23514: no partition for the row (or a CHECK); make it, else a bad row
  BadRow,       ///< any other 22 or 23: one row is at fault; find it
  Retry,        ///< 40001, 40P01, 55P03: lost a race; the same again
  Busy,         ///< 53, 57, 58: the server is short of something or stopping; back off
  Broken,       ///< the session is gone; a new connection, backing off
  Fatal,        ///< 42 and what is left: schema or privileges are wrong; a person must act
};

[[nodiscard]] std::string_view to_text(FailureClass cls);

/// The class of a five-character SQLSTATE (PostgreSQL 15 manual, appendix A); an empty one, as
/// libpq gives it when the server did not answer, is Broken.
[[nodiscard]] FailureClass classify(std::string_view sqlstate);

struct StoreFailure {
  FailureClass cls = FailureClass::Broken;
  std::string sqlstate;  ///< empty when the server did not answer
  std::string message;   ///< one line: what the server said
};

template <typename T>
using StoreResult = tl::expected<T, StoreFailure>;

}  // namespace vedette::writer
