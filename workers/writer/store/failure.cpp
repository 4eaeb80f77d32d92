#include "writer/store/failure.hpp"

#include "base/require.hpp"

namespace vedette::writer {

std::string_view to_text(FailureClass cls) {
  switch (cls) {
    case FailureClass::Duplicate:
      return "duplicate";
    case FailureClass::NoPartition:
      return "no_partition";
    case FailureClass::BadRow:
      return "bad_row";
    case FailureClass::Retry:
      return "retry";
    case FailureClass::Busy:
      return "busy";
    case FailureClass::Broken:
      return "broken";
    case FailureClass::Fatal:
      return "fatal";
  }
  require(false, "a failure class without a name");
  return {};
}

FailureClass classify(std::string_view sqlstate) {
  if (sqlstate.size() != 5) return FailureClass::Broken;
  if (sqlstate == "23505") return FailureClass::Duplicate;
  if (sqlstate == "23514") return FailureClass::NoPartition;
  // 55P03: lock_timeout, somebody holds the table; 55006: an object is in use.
  if (sqlstate == "40001" || sqlstate == "40P01" || sqlstate == "55P03" || sqlstate == "55006") {
    return FailureClass::Retry;
  }
  const std::string_view cls = sqlstate.substr(0, 2);
  if (cls == "22" || cls == "23") return FailureClass::BadRow;
  if (cls == "08") return FailureClass::Broken;
  // 25P03 ended an idle transaction, 25006 is a standby that took over reads: both want a new
  // session, which target_session_attrs leads to the primary.
  if (sqlstate == "25P03" || sqlstate == "25006") return FailureClass::Broken;
  if (sqlstate == "57P01" || sqlstate == "57P02" || sqlstate == "57P03" || sqlstate == "57P05") {
    return FailureClass::Broken;
  }
  if (cls == "40" || cls == "53" || cls == "57" || cls == "58") return FailureClass::Busy;
  return FailureClass::Fatal;
}

}  // namespace vedette::writer
