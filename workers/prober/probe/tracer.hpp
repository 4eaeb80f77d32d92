#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "prober/probe/answer_parser.hpp"
#include "prober/probe/probe_plan.hpp"
#include "prober/probe/redact.hpp"
#include "prober/probe/trace.hpp"

namespace vedette::prober {

/// Writes the trace of one probe, with its secrets left out. Used by the probe's own coroutine
/// only. Texts in what it writes are valid UTF-8 and bounded.
class Tracer {
 public:
  /// REQUIRES: neither is null.
  Tracer(std::shared_ptr<Trace> trace, const std::shared_ptr<const ProbePlan>& plan);

  void begin_hop(const Hop& hop, const Proxy* proxy);

  // Of the hop that was begun last:
  void add_address(std::string address, std::string what);
  void set_chain(std::vector<TracedCertificate> chain);
  void set_request(std::string_view bytes);
  void set_answer(const Head& head);

  /// Of the last answer.
  void add_checks(std::vector<TracedCheck> checks);

  [[nodiscard]] const Redactor& redactor() const { return redactor_; }

 private:
  [[nodiscard]] TracedHop& hop() { return trace_->hops.back(); }

  std::shared_ptr<Trace> trace_;
  Redactor redactor_;
};

}  // namespace vedette::prober
