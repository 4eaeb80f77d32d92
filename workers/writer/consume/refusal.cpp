#include "writer/consume/refusal.hpp"

#include "base/require.hpp"

namespace vedette::writer {

std::string_view to_text(RefusalReason reason) {
  switch (reason) {
    case RefusalReason::EmptyValue:
      return "empty_value";
    case RefusalReason::UnsupportedType:
      return "unsupported_type";
    case RefusalReason::Undecodable:
      return "undecodable";
    case RefusalReason::InvalidLocation:
      return "invalid_location";
    case RefusalReason::TimestampOutOfRange:
      return "timestamp_out_of_range";
    case RefusalReason::RejectedByDatabase:
      return "rejected_by_database";
  }
  require(false, "a refusal reason without a name");
  return {};
}

}  // namespace vedette::writer
