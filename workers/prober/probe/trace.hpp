#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "model/names.hpp"

namespace vedette::prober {

/// An address that a hop was, or was not, connected to.
struct TracedAddress {
  std::string address;  ///< "192.0.2.7:443"
  std::string what;     ///< "connected", or why not
};

/// A certificate as the peer sent it or as its chain was completed, the leaf first.
struct TracedCertificate {
  std::string subject;
  std::string issuer;
  std::string sha256;  ///< 64 lower-case hex digits
  std::optional<SystemTime> not_before;
  std::optional<SystemTime> not_after;
};

/// One request and its answer.
struct TracedHop {
  std::string url;
  std::string proxy;                     ///< empty = none
  std::vector<TracedAddress> addresses;  ///< in the order in which they were tried
  std::vector<TracedCertificate> chain;  ///< of the site; empty over plain HTTP
  std::vector<std::string> request;      ///< lines of its head, secrets redacted
  std::vector<std::string> answer;       ///< lines of its head, secrets redacted
};

/// An assertion that was looked at, and what it saw.
struct TracedCheck {
  std::string field;  ///< "spec.expect.body.matches[0]"
  std::string expected;
  std::string saw;
  bool met = false;
};

/// What a probe did, step by step, for people who ask why. Filled while the probe runs, up to the
/// step that ended it; texts may come from outside and are not cleaned.
struct Trace {
  std::vector<TracedHop> hops;
  std::vector<TracedCheck> checks;  ///< in their order, up to the stage that failed
};

}  // namespace vedette::prober
