#include "prober/probe/tracer.hpp"

#include <cstddef>
#include <utility>

#include "base/utf8.hpp"

namespace vedette::prober {
namespace {

constexpr std::size_t kMostText = 1024;

}  // namespace

Tracer::Tracer(std::shared_ptr<Trace> trace, const std::shared_ptr<const ProbePlan>& plan)
    : trace_(std::move(trace)), redactor_(*plan->target, plan->proxy.get()) {}

void Tracer::begin_hop(const Hop& hop, const Proxy* proxy) {
  TracedHop traced;
  traced.url = clean_utf8(redactor_.text(to_text(hop.url)), kMostText);
  if (proxy != nullptr) {
    traced.proxy = proxy->name;
  }
  trace_->hops.push_back(std::move(traced));
}

void Tracer::add_address(std::string address, std::string what) {
  hop().addresses.push_back({std::move(address), std::move(what)});
}

void Tracer::set_chain(std::vector<TracedCertificate> chain) { hop().chain = std::move(chain); }

void Tracer::set_request(std::string_view bytes) { hop().request = redactor_.request_head(bytes); }

void Tracer::set_answer(const Head& head) {
  hop().answer = redactor_.answer_head(head.version, head.status, head.fields);
}

void Tracer::add_checks(std::vector<TracedCheck> checks) {
  for (TracedCheck& check : checks) {
    check.saw = clean_utf8(redactor_.text(std::move(check.saw)), kMostText);
    trace_->checks.push_back(std::move(check));
  }
}

}  // namespace vedette::prober
