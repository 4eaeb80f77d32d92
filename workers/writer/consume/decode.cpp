#include "writer/consume/decode.hpp"

#include <utility>

#include <fmt/format.h>

#include "base/require.hpp"
#include "base/time_text.hpp"
#include "base/utf8.hpp"
#include "model/place_name.hpp"
#include "model/probe_result_json.hpp"
#include "writer/consume/sanitise.hpp"

namespace vedette::writer {
namespace {

constexpr size_t kLocationBytes = 63;
constexpr size_t kDetailBytes = 512;

Refusal refuse(RefusalReason reason, std::string_view detail) {
  return {reason, clean_utf8(detail, kDetailBytes)};
}

}  // namespace

Decoded decode(const kafka::Record& record, const TimeWindow& window) {
  if (record.value.empty()) return refuse(RefusalReason::EmptyValue, "the record has no value");
  // A record without headers is read all the same: the value says enough.
  const auto type = record.header("ce_type");
  if (type && *type != model::kProbeResultType) {
    return refuse(
        RefusalReason::UnsupportedType,
        fmt::format("ce_type is {}, this release reads {}", *type, model::kProbeResultType));
  }
  auto result = model::probe_result_from_json(record.value);
  if (!result) return refuse(RefusalReason::Undecodable, result.error().message);
  if (!model::is_place_name(result->location)) {
    return refuse(RefusalReason::InvalidLocation,
                  fmt::format("location \"{}\" is not 1 to 63 of a-z, 0-9 and -",
                              clean_utf8(result->location, kLocationBytes)));
  }
  switch (window.side_of(result->scheduled_at)) {
    case TimeWindow::Side::TooOld:
      return Expired{};
    case TimeWindow::Side::TooNew:
      return refuse(RefusalReason::TimestampOutOfRange,
                    fmt::format("scheduledAt {} is after {}, a day ahead of the writer's clock",
                                to_rfc3339(result->scheduled_at), to_rfc3339(window.newest)));
    case TimeWindow::Side::Inside:
      break;
  }
  const bool mended = sanitise(*result);
  return Accepted{std::move(*result), mended};
}

model::ProbeResult decode_again(const kafka::Record& record) {
  auto result = model::probe_result_from_json(record.value);
  require(result.has_value(), "a record that was accepted decodes again");
  (void)sanitise(*result);
  return std::move(*result);
}

}  // namespace vedette::writer
