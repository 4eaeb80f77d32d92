#include "prober/commands/result_table.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "base/time_text.hpp"

namespace vedette::prober {
namespace {

using model::Outcome;

constexpr std::size_t kOutcomeColumn = 1;
constexpr std::size_t kColumns = 12;
constexpr std::size_t kDateBytes = 10;  // "2027-01-02"

using Row = std::array<std::string, kColumns>;

const Row kHead{"TARGET",  "OUTCOME",    "CODE",     "DNS",   "CONNECT",     "TLS",
                "REQUEST", "PROCESSING", "TRANSFER", "TOTAL", "CERTIFICATE", "REASON"};

/// Numbers stand on the right.
constexpr bool is_number(std::size_t column) { return column >= 2 && column <= 9; }

/// How many columns of a terminal a text takes: its code points. Names are ASCII by rule.
std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string millis(Micros time) {
  return fmt::format("{}.{}", time.count() / 1000, time.count() / 100 % 10);
}

std::string certificate_end(const std::optional<model::TlsFacts>& tls) {
  if (!tls || !tls->not_after) return "-";
  return to_rfc3339(*tls->not_after).substr(0, kDateBytes);
}

std::string reason(const model::ProbeFacts& facts) {
  std::string text(to_text(facts.reason));
  if (facts.phase) text.append(" in ").append(to_text(*facts.phase));
  if (!facts.message.empty()) text.append(": ").append(facts.message);
  std::ranges::replace_if(text, [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
  return text;
}

Row row_of(const model::ProbeResult& result) {
  const model::ProbeFacts& facts = result.facts;
  const model::Durations& took = facts.durations;
  return {result.target.ns + "/" + result.target.name,
          std::string(to_text(facts.outcome)),
          facts.status_code ? fmt::to_string(*facts.status_code) : "-",
          millis(took.dns),
          millis(took.connect),
          millis(took.tls),
          millis(took.request),
          millis(took.processing),
          millis(took.transfer),
          millis(took.total),
          certificate_end(facts.tls),
          reason(facts)};
}

std::string_view colour_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::Up:
      return "\x1b[32m";
    case Outcome::Down:
      return "\x1b[31m";
    case Outcome::Unknown:
      return "\x1b[33m";
  }
  return "";
}

void append_row(std::string& out, const Row& row, const std::array<std::size_t, kColumns>& widths,
                std::string_view outcome_colour) {
  for (std::size_t i = 0; i < kColumns; ++i) {
    if (i > 0) out += "  ";
    if (i + 1 == kColumns) {
      out += row[i];
      break;
    }
    const std::string space(widths[i] - width_of(row[i]), ' ');
    const bool coloured = i == kOutcomeColumn && !outcome_colour.empty();
    if (is_number(i)) out += space;
    if (coloured) out += outcome_colour;
    out += row[i];
    if (coloured) out += "\x1b[0m";
    if (!is_number(i)) out += space;
  }
  out += '\n';
}

std::string summary(const std::vector<model::ProbeResult>& results) {
  const auto count = [&](Outcome outcome) {
    return std::ranges::count_if(
        results, [&](const model::ProbeResult& result) { return result.facts.outcome == outcome; });
  };
  return fmt::format("{} target{}: {} up, {} down, {} unknown; phases in ms\n", results.size(),
                     results.size() == 1 ? "" : "s", count(Outcome::Up), count(Outcome::Down),
                     count(Outcome::Unknown));
}

}  // namespace

std::string result_table(const std::vector<model::ProbeResult>& results, Colours colours) {
  std::vector<Row> rows;
  rows.reserve(results.size());
  for (const model::ProbeResult& result : results) rows.push_back(row_of(result));
  std::array<std::size_t, kColumns> widths{};
  for (std::size_t i = 0; i < kColumns; ++i) {
    widths[i] = width_of(kHead[i]);
    for (const Row& row : rows) widths[i] = std::max(widths[i], width_of(row[i]));
  }
  std::string out;
  append_row(out, kHead, widths, "");
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Outcome outcome = results[i].facts.outcome;
    append_row(out, rows[i], widths, colours == Colours::On ? colour_of(outcome) : "");
  }
  return out + summary(results);
}

}  // namespace vedette::prober
