#include "operator/reconcile/write_result.hpp"

namespace vedette::op {

std::string_view to_text(WriteResult result) {
  switch (result) {
    case WriteResult::Written:
      return "written";
    case WriteResult::Conflict:
      return "conflict";
    case WriteResult::Unavailable:
      return "unavailable";
    case WriteResult::Refused:
      return "refused";
  }
  return "refused";
}

WriteResult result_of(const ApiError& error) {
  if (error.conflict() || error.not_found()) return WriteResult::Conflict;
  switch (error.kind) {
    case ErrorKind::Unavailable:
    case ErrorKind::TimedOut:
    case ErrorKind::Stopped:
      return WriteResult::Unavailable;
    case ErrorKind::Invalid:
    case ErrorKind::Internal:
      break;
  }
  return WriteResult::Refused;
}

}  // namespace vedette::op
