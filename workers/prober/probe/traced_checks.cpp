#include "prober/probe/traced_checks.hpp"

#include <boost/beast/core/string.hpp>
#include <string>
#include <utility>

#include "base/time_text.hpp"
#include "model/duration.hpp"
#include "prober/probe/assertions.hpp"
#include "prober/probe/pattern_text.hpp"

namespace vedette::prober {
namespace {

std::string numbered(const char* field, std::size_t number) {
  return std::string("spec.expect.") + field + "[" + std::to_string(number) + "]";
}

/// One text or pattern of a body, looked for alone.
class BodyLook {
 public:
  BodyLook(std::string_view text, const std::atomic<bool>& abandoned,
           std::vector<TracedCheck>& checks)
      : text_(text), abandoned_(abandoned), checks_(checks) {}

  /// `alone` holds nothing but what is expected.
  void look(std::string field, std::string expected, const BodyCheck& alone) {
    if (abandoned_) {
      return;
    }
    const bool met = !alone.disappointment(text_, abandoned_);
    const bool wanted = !alone.matches.empty() || !alone.contains.empty();
    checks_.push_back(
        {std::move(field), std::move(expected), met == wanted ? "found" : "not found", met});
  }

 private:
  std::string_view text_;
  const std::atomic<bool>& abandoned_;
  std::vector<TracedCheck>& checks_;
};

void trace_texts(const BodyCheck& body, BodyLook& look) {
  std::size_t number = 0;
  for (const auto& pattern : body.matches) {
    look.look(numbered("body.matches", number++), quote_pattern(*pattern),
              {.matches = {pattern}, .not_matches = {}, .contains = {}, .not_contains = {}});
  }
  number = 0;
  for (const auto& pattern : body.not_matches) {
    look.look(numbered("body.notMatches", number++), "no " + quote_pattern(*pattern),
              {.matches = {}, .not_matches = {pattern}, .contains = {}, .not_contains = {}});
  }
  number = 0;
  for (const std::string& part : body.contains) {
    look.look(numbered("body.contains", number++), quote(part, '"'),
              {.matches = {}, .not_matches = {}, .contains = {part}, .not_contains = {}});
  }
  number = 0;
  for (const std::string& part : body.not_contains) {
    look.look(numbered("body.notContains", number++), "no " + quote(part, '"'),
              {.matches = {}, .not_matches = {}, .contains = {}, .not_contains = {part}});
  }
}

std::string expected_of(const model::JsonExpectation& expected) {
  if (expected.equals) {
    return quote(expected.pointer, '"') + " is " + quote(*expected.equals, '"');
  }
  return quote(expected.pointer, '"') + (*expected.exists ? " exists" : " does not exist");
}

/// What `head` holds under that name, shown.
std::string seen_header(const Head& head, const std::string& name, const Redactor& redactor) {
  std::string seen;
  for (const AnswerField& field : head.fields) {
    if (boost::beast::iequals(field.name, name)) {
      seen += (seen.empty() ? "" : ", ") + quote(redactor.header_value(name, field.value), '"');
    }
  }
  return seen.empty() ? "no such header" : seen;
}

}  // namespace

std::vector<TracedCheck> traced_status(const model::Expectation& expect, int status) {
  return {{"spec.expect.statusCodes", codes_text(expect.status_codes), std::to_string(status),
           !check_status(expect, status)}};
}

std::vector<TracedCheck> traced_headers(const ProbePlan& plan, const Head& head,
                                        const Redactor& redactor) {
  const std::atomic<bool> abandoned = false;
  std::vector<TracedCheck> checks;
  std::size_t number = 0;
  for (const HeaderCheck& check : plan.headers) {
    const bool wanted = check.matches != nullptr;
    const std::string pattern = quote_pattern(wanted ? *check.matches : *check.not_matches);
    checks.push_back({numbered("headers", number++),
                      check.name + (wanted ? " matches " : " does not match ") + pattern,
                      seen_header(head, check.name, redactor),
                      !disappointment({check}, head.fields, abandoned)});
  }
  return checks;
}

std::vector<TracedCheck> traced_body(const ProbePlan& plan, std::string_view text,
                                     const std::atomic<bool>& abandoned) {
  std::vector<TracedCheck> checks;
  BodyLook look(text, abandoned, checks);
  trace_texts(plan.body, look);
  std::size_t number = 0;
  for (const model::JsonExpectation& expected : plan.target->expect.json) {
    if (abandoned) {
      break;
    }
    const auto failure = JsonCheck(std::vector{expected}).disappointment(text);
    checks.push_back({numbered("json", number++), expected_of(expected),
                      failure ? failure->message : "as expected", !failure});
  }
  return checks;
}

std::vector<TracedCheck> traced_tls(const model::Expectation& expect, bool tls) {
  if (expect.tls == model::TlsPolicy::Any) {
    return {};
  }
  return {{"spec.expect.tls", expect.tls == model::TlsPolicy::Required ? "https" : "http",
           tls ? "https" : "http", !check_tls(expect, tls)}};
}

std::vector<TracedCheck> traced_certificate(const model::Expectation& expect,
                                            const std::optional<model::TlsFacts>& facts,
                                            SystemTime now) {
  if (!expect.min_certificate_lifetime) {
    return {};
  }
  const bool known = facts && facts->earliest_not_after;
  return {
      {"spec.expect.minCertificateLifetime",
       "at least " + model::to_text(*expect.min_certificate_lifetime),
       known ? "the first one ends at " + to_rfc3339(*facts->earliest_not_after) : "no certificate",
       !check_certificate(expect, facts, now)}};
}

std::vector<TracedCheck> traced_latency(const model::Expectation& expect,
                                        const model::Durations& durations) {
  if (!expect.max_latency) {
    return {};
  }
  return {{"spec.expect.maxLatency", "at most " + millis_text(*expect.max_latency),
           millis_text(durations.total), !check_latency(expect, durations)}};
}

}  // namespace vedette::prober
