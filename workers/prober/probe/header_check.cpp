#include "prober/probe/header_check.hpp"

#include <boost/beast/core/string.hpp>

#include "prober/probe/pattern_text.hpp"

namespace vedette::prober {
namespace {

std::optional<std::string> disappointment_of(const HeaderCheck& check,
                                             const std::vector<AnswerField>& fields,
                                             const std::atomic<bool>& abandoned) {
  bool there = false;
  bool matched = false;
  for (const AnswerField& field : fields) {
    if (abandoned || !boost::beast::iequals(field.name, check.name)) {
      continue;
    }
    there = true;
    matched = matched || (check.matches != nullptr && found(field.value, *check.matches));
    if (check.not_matches != nullptr && found(field.value, *check.not_matches)) {
      return "header " + check.name + " matches " + quote_pattern(*check.not_matches) +
             ", which it must not";
    }
  }
  if (!there) {
    return check.allow_missing ? std::nullopt
                               : std::optional("header " + check.name + " is missing");
  }
  if (check.matches != nullptr && !matched) {
    return "header " + check.name + " does not match " + quote_pattern(*check.matches);
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> disappointment(const std::vector<HeaderCheck>& checks,
                                          const std::vector<AnswerField>& fields,
                                          const std::atomic<bool>& abandoned) {
  for (const HeaderCheck& check : checks) {
    if (auto what = disappointment_of(check, fields, abandoned)) {
      return what;
    }
  }
  return std::nullopt;
}

}  // namespace vedette::prober
