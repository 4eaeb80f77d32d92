#include "targets/rules/expect_rules.hpp"

#include <charconv>

#include "targets/document/quote.hpp"
#include "targets/rules/answer_rules.hpp"
#include "targets/rules/duration_rules.hpp"

namespace vedette::targets {
namespace {

using model::StatusRange;
using model::TlsPolicy;

constexpr size_t kMostStatusCodes = 32;
constexpr size_t kMostPatterns = 16;
constexpr size_t kLongestPattern = 1024;
constexpr Millis kDay{86'400'000};
constexpr Millis kLeastLifetime{60'000};
constexpr Millis kMostLifetime = 3650 * kDay;

/// Three digits from 100 to 599.
std::optional<int> read_code(std::string_view text) {
  int code = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), code);
  if (error != std::errc{} || end != text.data() + text.size() || text.size() != 3)
    return std::nullopt;
  if (code < 100 || code > 599) return std::nullopt;
  return code;
}

/// "200", "200-299" or "2xx".
std::optional<StatusRange> parse_status(std::string_view text) {
  if (text.size() == 3 && text.ends_with("xx") && text[0] >= '1' && text[0] <= '5') {
    const int low = (text[0] - '0') * 100;
    return StatusRange{low, low + 99};
  }
  const size_t dash = text.find('-');
  const std::optional<int> low = read_code(text.substr(0, dash));
  const std::optional<int> high =
      dash == std::string_view::npos ? low : read_code(text.substr(dash + 1));
  if (!low || !high || *low > *high) return std::nullopt;
  return StatusRange{*low, *high};
}

std::vector<StatusRange> read_status_codes(const Field& field) {
  if (!field.present()) return {StatusRange{}};
  std::vector<StatusRange> ranges;
  const size_t count = field.items(kMostStatusCodes);
  if (field.empty_list()) {
    field.refuse(Rule::Empty, "must name at least one status code; leave it out for 200-299");
  }
  for (size_t i = 0; i < count; ++i) {
    const Field item = field[i];
    const auto text = item.text();
    if (!text) continue;
    if (const auto range = parse_status(*text)) {
      ranges.push_back(*range);
    } else {
      item.refuse(Rule::StatusCode,
                  "must be a code from 100 to 599, a range of them or a class, such as \"200\", "
                  "\"200-299\" or \"2xx\", found " +
                      quote(*text));
    }
  }
  return ranges;
}

/// `patterns` is null where the texts are no patterns.
std::vector<std::string> read_texts(const Field& field, PatternCheck* patterns) {
  std::vector<std::string> texts;
  const size_t count = field.items(kMostPatterns);
  for (size_t i = 0; i < count; ++i) {
    const Field item = field[i];
    const auto text = item.text(kLongestPattern);
    if (!text) continue;
    if (text->empty()) item.refuse(Rule::Empty, "must not be empty");
    if (patterns != nullptr) check_pattern(item, *text, *patterns);
    texts.emplace_back(*text);
  }
  return texts;
}

model::BodyExpectation read_body(const Field& body, PatternCheck& patterns) {
  model::BodyExpectation read;
  if (!body.object({"matches", "notMatches", "contains", "notContains"})) return read;
  const Field matches = body["matches"];
  const Field not_matches = body["notMatches"];
  const Field contains = body["contains"];
  const Field not_contains = body["notContains"];
  read.matches = read_texts(matches, &patterns);
  read.not_matches = read_texts(not_matches, &patterns);
  read.contains = read_texts(contains, nullptr);
  read.not_contains = read_texts(not_contains, nullptr);
  return read;
}

}  // namespace

model::Expectation read_expect(const Field& expect, PatternCheck& patterns) {
  model::Expectation read;
  if (!expect.object({"statusCodes", "headers", "body", "json", "tls", "minCertificateLifetime",
                      "maxLatency"})) {
    return read;
  }
  const Field status_codes = expect["statusCodes"];
  read.status_codes = read_status_codes(status_codes);
  const Field headers = expect["headers"];
  read.headers = read_header_expectations(headers, patterns);
  const Field body = expect["body"];
  read.body = read_body(body, patterns);
  const Field json = expect["json"];
  read.json = read_json_expectations(json);
  const Field tls = expect["tls"];
  read.tls = read_choice<TlsPolicy>(
                 tls, {{"Required", TlsPolicy::Required}, {"Forbidden", TlsPolicy::Forbidden}})
                 .value_or(TlsPolicy::Any);
  const Field lifetime = expect["minCertificateLifetime"];
  read.min_certificate_lifetime = read_duration(lifetime, kLeastLifetime, kMostLifetime);
  const Field max_latency = expect["maxLatency"];
  if (const auto latency = read_duration(max_latency, Millis(1), kDay)) read.max_latency = *latency;
  return read;
}

}  // namespace vedette::targets
