#pragma once

#include <variant>

#include "kafka/consumer.hpp"
#include "model/probe_result.hpp"
#include "writer/consume/refusal.hpp"
#include "writer/consume/time_window.hpp"

namespace vedette::writer {

/// A result that may be stored.
struct Accepted {
  model::ProbeResult result;
  bool mended = false;  ///< texts had to be changed (sanitise.hpp)
};

/// A result older than retention: it would be dropped the next day; counted, not stored.
struct Expired {};

using Decoded = std::variant<Accepted, Expired, Refusal>;

/// What a record of vedette.results is worth. Pure: never fails, whatever the bytes are.
[[nodiscard]] Decoded decode(const kafka::Record& record, const TimeWindow& window);

/// The result of a record that decode() has accepted.
[[nodiscard]] model::ProbeResult decode_again(const kafka::Record& record);

}  // namespace vedette::writer
