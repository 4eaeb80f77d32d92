#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string_view>

#include "base/clock.hpp"

namespace vedette::prober {

/// Tells a name that does not resolve from a prober whose nameservers are gone, or too slow. A
/// question that was given up says nothing about its name if, in the order in which questions were
/// asked, at least three names around it got no answer, not even NXDOMAIN: then the prober was
/// deaf. Pure.
class Deafness {
 public:
  static constexpr std::size_t kNames = 3;
  /// After so long without any answer the machine may have another network.
  static constexpr std::chrono::milliseconds kSilence{4900};
  /// Of more questions than these the oldest are forgotten; answered ones in a row are one.
  static constexpr std::size_t kRemembered = 4096;

  using Ticket = std::uint64_t;

  /// A question goes out that nobody has answered yet.
  [[nodiscard]] Ticket asked(std::string_view name, SteadyTime now);

  /// It was answered, in time for whoever asked.
  void answered(Ticket ticket);

  /// Whether a question that is given up now says nothing about its name. REQUIRES: not answered.
  [[nodiscard]] bool deaf(Ticket ticket) const;

  /// Whether nothing was answered for kSilence though something was asked.
  [[nodiscard]] bool silent(SteadyTime now) const {
    return silent_since_ && now - *silent_since_ >= kSilence;
  }

 private:
  struct Question {
    std::size_t name = 0;  // its hash
    bool answered = false;
  };

  std::map<Ticket, Question> questions_;  // in the order of asking; no two answered in a row
  Ticket last_ = 0;
  std::optional<SteadyTime> silent_since_;  // the first question after the last answer
};

}  // namespace vedette::prober
