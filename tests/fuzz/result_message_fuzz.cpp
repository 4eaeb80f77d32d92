#include <boost/json/parse.hpp>
#include <charconv>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <variant>
#include <vector>

#include "base/time_text.hpp"
#include "base/utf8.hpp"
#include "fuzz/fuzz.hpp"
#include "model/probe_result_json.hpp"
#include "writer/consume/decode.hpp"
#include "writer/consume/sanitise.hpp"
#include "writer/store/copy_line.hpp"
#include "writer/store/labels_json.hpp"

namespace vedette::test {
namespace {

using namespace writer;

/// So wide that nearly every time of a message lies inside.
const TimeWindow kWindow = make_window(std::chrono::sys_days(std::chrono::year(9000) / 1 / 1),
                                       std::chrono::days(3'000'000));

Decoded decode_value(std::string_view value) {
  kafka::Record record;
  record.topic = "vedette.results";
  record.value = value;
  return decode(record, kWindow);
}

void check_refusal(const Refusal& refusal) {
  promise(!to_text(refusal.reason).empty(), "a refusal has a reason");
  promise(!refusal.detail.empty() && is_clean_utf8(refusal.detail, 512),
          "a refusal's detail is clean text");
}

/// What was decoded, encoded again, decodes to the same, and needs no mending any more.
void check_encoding(const Accepted& accepted) {
  model::ProbeResult again = accepted.result;
  promise(!sanitise(again), "a mended result needs no mending");
  const std::string json = model::to_json(accepted.result);
  promise(is_clean_utf8(json, json.size()), "an encoded result is clean text");
  const Decoded decoded = decode_value(json);
  const auto* twice = std::get_if<Accepted>(&decoded);
  promise(twice != nullptr, "an encoded result is accepted");
  promise(twice->result == accepted.result, "an encoded result decodes to the same");
  promise(!twice->mended, "an encoded result needs no mending");
}

std::vector<std::string_view> split(std::string_view line) {
  std::vector<std::string_view> fields;
  for (size_t at = 0; at <= line.size();) {
    const size_t end = std::min(line.find('\t', at), line.size());
    fields.push_back(line.substr(at, end - at));
    at = end + 1;
  }
  return fields;
}

/// What PostgreSQL makes of a field of COPY's text format; nothing = NULL.
std::optional<std::string> unescaped(std::string_view field) {
  if (field == "\\N") return std::nullopt;
  std::string text;
  for (size_t i = 0; i < field.size(); ++i) {
    if (field[i] != '\\') {
      text += field[i];
      continue;
    }
    promise(++i < field.size(), "a field of a row ends in no escape");
    const char c = field[i];
    promise(c == '\\' || c == 't' || c == 'n' || c == 'r', "a row holds known escapes only");
    text += c == 't' ? '\t' : c == 'n' ? '\n' : c == 'r' ? '\r' : '\\';
  }
  return text;
}

void check_field(const std::optional<std::string>& read, std::string_view text) {
  promise(read.value_or("") == text, "a row's text is read as it was");
}

/// PostgreSQL's form of a time becomes RFC 3339 by a T and by minutes of the offset.
void check_field(const std::optional<std::string>& read, SystemTime time) {
  promise(read && read->size() > 13 && (*read)[10] == ' ', "a row's time has a day and an hour");
  const std::string text = read->substr(0, 10) + "T" + read->substr(11) + ":00";
  promise(from_rfc3339(text) == time, "a row's time is read as it was");
}

template <typename Number>
void check_field(const std::optional<std::string>& read, const Number& number)
  requires std::is_integral_v<Number>
{
  promise(read && *read == std::to_string(number), "a row's number is read as it was");
}

template <typename T>
void check_field(const std::optional<std::string>& read, const std::optional<T>& value) {
  promise(read.has_value() == value.has_value(), "NULL stands for nothing, and for nothing else");
  if (value) check_field(read, *value);
}

void check_row(const model::ProbeResult& result) {
  const Fact fact = make_fact(result, {}, 0);
  std::string line;
  append_copy_line(line, fact);
  promise(is_clean_utf8(line, line.size()), "a row is UTF-8 without NUL");
  promise(line.find_first_of("\r\n") == std::string::npos, "a row is one line");
  const std::vector<std::string_view> fields = split(line);
  const auto check = [&](const auto&... values) {
    promise(fields.size() == sizeof...(values), "a row has as many fields as columns");
    size_t at = 0;
    (check_field(unescaped(fields[at++]), values), ...);
  };
  std::apply(check, fact_fields(fact));
}

/// PostgreSQL's jsonb holds every text but NUL. One that merely spells "\\u0000" is fine.
void check_labels(const model::ResultTarget& target) {
  const std::string labels = to_labels_json(target.labels);
  promise(is_clean_utf8(labels, labels.size()), "labels are clean text");
  const auto read = boost::json::parse(labels).as_object();
  promise(read.size() == target.labels.size(), "no label is lost");
  for (const auto& [name, value] : target.labels) {
    promise(name.find('\0') == std::string::npos && value.find('\0') == std::string::npos,
            "labels hold no NUL");
    const auto* found = read.if_contains(name);
    promise(found != nullptr && found->as_string() == value, "a label is read as it was");
  }
}

}  // namespace

void fuzz_result_message(std::string_view bytes) {
  const Decoded decoded = decode_value(bytes);
  if (const auto* refusal = std::get_if<Refusal>(&decoded)) check_refusal(*refusal);
  const auto* accepted = std::get_if<Accepted>(&decoded);
  if (accepted == nullptr) return;
  check_encoding(*accepted);
  check_row(accepted->result);
  check_labels(accepted->result.target);
}

}  // namespace vedette::test
