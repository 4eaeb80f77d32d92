#include "prober/probe/json_check.hpp"

#include <boost/json/memory_resource.hpp>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/parser.hpp>
#include <boost/json/serialize.hpp>
#include <new>

#include "prober/probe/pattern_text.hpp"

namespace vedette::prober {

namespace json = boost::json;
using model::Phase;
using model::Reason;

namespace {

constexpr std::size_t kMostNested = 128;
constexpr std::size_t kFirstBlock = 4096;

json::parse_options json_options() {
  json::parse_options options;
  options.max_depth = kMostNested;
  return options;
}

/// The heap up to a bound; past it an allocation fails.
class BoundedResource final : public json::memory_resource {
 public:
  explicit BoundedResource(std::size_t most) : left_(most) {}

 private:
  void* do_allocate(std::size_t size, std::size_t align) override {
    if (size > left_) {
      throw std::bad_alloc();
    }
    left_ -= size;
    return ::operator new(size, std::align_val_t(align));
  }
  void do_deallocate(void* memory, std::size_t size, std::size_t align) override {
    left_ += size;
    ::operator delete(memory, std::align_val_t(align));
  }
  [[nodiscard]] bool do_is_equal(const json::memory_resource& other) const noexcept override {
    return this == &other;
  }

  std::size_t left_;
};

std::optional<double> number_of(const json::value& value) {
  if (value.is_number()) {
    json::error_code error;
    const auto read = value.to_number<double>(error);
    return error ? std::nullopt : std::optional(read);
  }
  return std::nullopt;
}

/// As JSON means it: 1, 1.0 and 1e0 are one number.
bool equal_json(const json::value& a, const json::value& b) {
  return a == b ||
         ((a.is_double() || b.is_double()) && number_of(a) && number_of(a) == number_of(b));
}

/// The value as messages show it; of lists and objects only what they are.
std::string shown_json(const json::value& value) {
  switch (value.kind()) {
    case json::kind::string:
      return quote(std::string_view(value.get_string().data(), value.get_string().size()), '"');
    case json::kind::array:
      return "a list";
    case json::kind::object:
      return "an object";
    default:
      return json::serialize(value);
  }
}

}  // namespace

JsonCheck::JsonCheck(const std::vector<model::JsonExpectation>& expectations) {
  for (const model::JsonExpectation& expectation : expectations) {
    Wanted wanted{expectation, std::nullopt};
    json::error_code no_json;
    json::value value = json::parse(expectation.equals.value_or(""), no_json, {}, json_options());
    if (!no_json) {
      wanted.value = std::move(value);
    }
    wanted_.push_back(std::move(wanted));
  }
}

std::optional<Failure> JsonCheck::disappointment(std::string_view text) const {
  BoundedResource heap(kMostMemory);
  json::monotonic_resource memory(kFirstBlock, &heap);
  try {
    json::parser parser(&heap, json_options());
    parser.reset(&memory);
    json::error_code error;
    parser.write(text.data(), text.size(), error);
    if (error) {
      return Failure{Reason::JsonMismatch, "the body is not JSON: " + error.message(),
                     Phase::Transfer};
    }
    const json::value body = parser.release();
    for (const Wanted& wanted : wanted_) {
      if (auto what = fault(wanted, body)) {
        return Failure{Reason::JsonMismatch, std::move(*what), Phase::Transfer};
      }
    }
  } catch (const std::bad_alloc&) {
    return Failure{Reason::BodyTooLarge,
                   "the body takes more than " + std::to_string(kMostMemory >> 20) +
                       " MiB of memory as JSON, and expect.json needs all of it",
                   Phase::Transfer};
  }
  return std::nullopt;
}

std::optional<std::string> JsonCheck::fault(const Wanted& wanted, const json::value& body) {
  const model::JsonExpectation& expected = wanted.expectation;
  const std::string name =
      expected.pointer.empty() ? "the body" : "JSON at " + quote(expected.pointer, '"');
  json::error_code absent;
  const json::value* value = body.find_pointer(expected.pointer, absent);
  if (value == nullptr) {
    return expected.exists == false ? std::nullopt : std::optional(name + " does not exist");
  }
  if (expected.exists) {
    return *expected.exists ? std::nullopt : std::optional(name + " exists, which it must not");
  }
  const bool same_text = value->is_string() && value->get_string() == *expected.equals;
  if (same_text || (wanted.value && equal_json(*value, *wanted.value))) {
    return std::nullopt;
  }
  return name + " is " + shown_json(*value) + ", expected " + quote(*expected.equals, '"');
}

}  // namespace vedette::prober
