#pragma once

#include <cstdint>

#include "model/probe_result.hpp"

namespace vedette::writer {

/// A result that can be stored: mended, and inside the time window.
struct Row {
  model::ProbeResult result;
  std::uint32_t record = 0;  ///< index of the record it came in, within its batch
};

}  // namespace vedette::writer
