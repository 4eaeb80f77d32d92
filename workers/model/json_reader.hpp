#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include "base/result.hpp"
#include "base/time_text.hpp"
#include "model/json_need.hpp"

namespace vedette::model {

/// Takes fields out of one JSON object. The first thing that is wrong is kept in `error`, shared by
/// all nested objects, and everything after it is skipped.
class ObjectReader {
 public:
  ObjectReader(const boost::json::object& object, std::string prefix, std::string& error)
      : object_(object), prefix_(std::move(prefix)), error_(error) {}

  void text(const char* name, Need need, std::string& out) {
    const boost::json::value* value = find(name, need);
    if (value == nullptr) return;
    if (!value->is_string()) return refuse(name, "is not a string");
    const boost::json::string& found = value->get_string();
    if (found.empty() && need == Need::Required) return refuse(name, "is empty");
    out.assign(found.data(), found.size());
  }

  void number(const char* name, Need need, std::int64_t least, std::int64_t most,
              std::optional<std::int64_t>& out) {
    const boost::json::value* value = find(name, need);
    if (value == nullptr) return;
    if (!value->is_int64()) return refuse(name, "is not an integer");
    const std::int64_t found = value->get_int64();
    if (found < least || found > most) {
      return refuse(name, "is outside " + std::to_string(least) + " to " + std::to_string(most));
    }
    out = found;
  }

  [[nodiscard]] std::int64_t number(const char* name, std::int64_t least, std::int64_t most) {
    std::optional<std::int64_t> found;
    number(name, Need::Optional, least, most, found);
    return found.value_or(0);
  }

  void flag(const char* name, std::optional<bool>& out) {
    const boost::json::value* value = find(name, Need::Optional);
    if (value == nullptr) return;
    if (!value->is_bool()) return refuse(name, "is not a boolean");
    out = value->get_bool();
  }

  [[nodiscard]] bool flag(const char* name) {
    std::optional<bool> found;
    flag(name, found);
    return found.value_or(false);
  }

  void time(const char* name, Need need, std::optional<SystemTime>& out) {
    std::string found;
    text(name, need, found);
    if (found.empty()) return;
    out = from_rfc3339(found);
    if (!out) refuse(name, "is no time as RFC 3339 writes it");
  }

  [[nodiscard]] SystemTime time(const char* name) {
    std::optional<SystemTime> found;
    time(name, Need::Required, found);
    return found.value_or(SystemTime{});
  }

  /// Reads a word of a closed set; `from` gives nothing for a word outside it.
  template <typename From>
  auto word(const char* name, Need need, From from) -> decltype(from(std::string_view{})) {
    std::string found;
    text(name, need, found);
    const auto value = from(found);
    if (!value && !(found.empty() && need == Need::Optional)) refuse(name, "is an unknown word");
    return value;
  }

  /// Calls `use` with a reader of the object inside, when there is one.
  template <typename Use>
  void object(const char* name, Need need, Use use) {
    const boost::json::value* value = find(name, need);
    if (value == nullptr) return;
    if (!value->is_object()) return refuse(name, "is not an object");
    ObjectReader inner(value->get_object(), prefix_ + name + ".", error_);
    use(inner);
  }

  /// Every field, all of which must be strings.
  void texts(std::vector<std::pair<std::string, std::string>>& out) {
    for (const auto& [name, value] : object_) {
      if (!value.is_string()) return refuse(std::string(name).c_str(), "is not a string");
      const boost::json::string& found = value.get_string();
      out.emplace_back(std::string(name), std::string(found.data(), found.size()));
    }
  }

  /// Every field, all of which must be integers from `least` on.
  void numbers(std::int64_t least, std::map<std::string, std::int64_t>& out) {
    for (const auto& [name, value] : object_) {
      const std::string field(name);
      if (!value.is_int64()) return refuse(field.c_str(), "is not an integer");
      if (value.get_int64() < least) {
        return refuse(field.c_str(), "is less than " + std::to_string(least));
      }
      out[field] = value.get_int64();
    }
  }

  void refuse(const char* name, const std::string& why) {
    if (error_.empty()) error_ = prefix_ + name + " " + why;
  }

 private:
  [[nodiscard]] const boost::json::value* find(const char* name, Need need) {
    const boost::json::value* value = object_.if_contains(name);
    if (value != nullptr && !value->is_null()) return value;
    if (need == Need::Required) refuse(name, "is missing");
    return nullptr;
  }

  const boost::json::object& object_;
  std::string prefix_;
  std::string& error_;
};

/// Reads one JSON object: parses `text` and calls `read` with its reader. `what` ("a probe result")
/// begins the sentence that says what is wrong. Invalid UTF-8 in strings is kept for the caller to
/// clean. Fails with Invalid.
template <typename Read>
[[nodiscard]] Result<void> read_json_object(std::string_view text, const std::string& what,
                                            Read read) {
  unsigned char buffer[8192];
  boost::json::monotonic_resource memory(buffer, sizeof buffer);
  boost::json::parse_options options;
  options.allow_invalid_utf8 = true;
  boost::json::error_code parse_error;
  const boost::json::value tree = boost::json::parse(text, parse_error, &memory, options);
  if (parse_error) {
    return fail(ErrorKind::Invalid, what + " is no JSON: " + parse_error.message());
  }
  if (!tree.is_object()) return fail(ErrorKind::Invalid, what + " is no JSON object");
  std::string error;
  ObjectReader reader(tree.get_object(), "", error);
  read(reader);
  if (!error.empty()) return fail(ErrorKind::Invalid, what + "'s " + error);
  return {};
}

}  // namespace vedette::model
