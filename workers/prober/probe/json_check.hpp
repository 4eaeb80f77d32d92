#pragma once

#include <boost/json/value.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/target.hpp"
#include "prober/probe/failure.hpp"

namespace vedette::prober {

/// What a body must hold as JSON, made ready. Immutable and thread-safe.
class JsonCheck {
 public:
  JsonCheck() = default;
  explicit JsonCheck(const std::vector<model::JsonExpectation>& expectations);

  [[nodiscard]] bool empty() const { return wanted_.empty(); }

  /// json_mismatch when `text` is no JSON or disappoints an expectation, body_too_large when it
  /// takes more than kMostMemory to hold; nothing when it meets all.
  [[nodiscard]] std::optional<Failure> disappointment(std::string_view text) const;

  /// In bytes. What is written in few bytes may take sixteen times as many to hold.
  static constexpr std::size_t kMostMemory = 64 << 20;

 private:
  struct Wanted {
    model::JsonExpectation expectation;
    std::optional<boost::json::value> value;  ///< `equals` read as JSON, where it is JSON
  };
  [[nodiscard]] static std::optional<std::string> fault(const Wanted& wanted,
                                                        const boost::json::value& body);

  std::vector<Wanted> wanted_;
};

}  // namespace vedette::prober
