#include <array>
#include <string>
#include <string_view>

#include <boost/json/basic_parser_impl.hpp>

#include "model/probe_result_fields.hpp"
#include "model/probe_result_json.hpp"

namespace vedette::model {
namespace {

namespace json = boost::json;

/// Fills a probe result while Boost.JSON reads its text: no tree is built. The first thing that is
/// wrong is kept, and reading goes on, since a text that is no JSON is told before that.
class ResultHandler {
 public:
  // Nothing is limited but by the message's size.
  // NOLINTBEGIN(readability-identifier-naming): Boost.JSON asks for these names
  static constexpr std::size_t max_object_size = std::size_t(-1);
  static constexpr std::size_t max_array_size = std::size_t(-1);
  static constexpr std::size_t max_key_size = std::size_t(-1);
  static constexpr std::size_t max_string_size = std::size_t(-1);
  // NOLINTEND(readability-identifier-naming)

  explicit ResultHandler(ProbeResult& result) : result_(result) {}

  /// Whether the text was an object.
  [[nodiscard]] bool was_object() const { return was_object_; }
  /// "target.name is missing"; empty when nothing was wrong.
  [[nodiscard]] const std::string& fault() const { return fault_; }

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }

  bool on_object_begin(json::error_code&) {
    if (ignored_ > 0) {
      ++ignored_;
    } else if (depth_ == 0 && !was_object_) {
      was_object_ = true;
      enter(Place::Root);
    } else if (depth_ > 0 && field_ != nullptr && field_->take == nullptr) {
      note_seen();
      enter(field_->inside);
    } else {
      take(OtherValue{});
      ++ignored_;
    }
    return true;
  }

  bool on_object_end(std::size_t, json::error_code&) {
    if (ignored_ > 0) {
      --ignored_;
    } else {
      leave();
    }
    return true;
  }

  bool on_array_begin(json::error_code&) {
    if (ignored_ == 0) take(OtherValue{});
    ++ignored_;
    return true;
  }
  bool on_array_end(std::size_t, json::error_code&) {
    --ignored_;
    return true;
  }

  bool on_key_part(json::string_view piece, std::size_t, json::error_code&) { return keep(piece); }
  bool on_key(json::string_view piece, std::size_t, json::error_code&) {
    const std::string_view name = whole(piece);
    if (ignored_ == 0) {
      if (in_labels()) {
        label_.assign(name);
      } else {
        field_ = find(name);
      }
    }
    pieces_.clear();
    return true;
  }

  bool on_string_part(json::string_view piece, std::size_t, json::error_code&) {
    return keep(piece);
  }
  bool on_string(json::string_view piece, std::size_t, json::error_code&) {
    if (ignored_ == 0) take(whole(piece));
    pieces_.clear();
    return true;
  }

  bool on_number_part(json::string_view, json::error_code&) { return true; }
  bool on_int64(std::int64_t value, json::string_view, json::error_code&) { return take(value); }
  bool on_uint64(std::uint64_t, json::string_view, json::error_code&) { return take(OtherValue{}); }
  bool on_double(double, json::string_view, json::error_code&) { return take(OtherValue{}); }
  bool on_bool(bool value, json::error_code&) { return take(value); }
  bool on_null(json::error_code&) {
    if (in_labels()) take(OtherValue{});
    return true;  // elsewhere as if it were not there
  }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }

 private:
  /// An object that is being read.
  struct Level {
    Place place = Place::Root;
    const ResultObject* object = nullptr;
    std::size_t next = 0;    ///< where the next field is looked for first
    std::uint32_t seen = 0;  ///< a bit for each field
  };
  static constexpr std::size_t kDeepest = 3;  // root, target, labels

  [[nodiscard]] Level& level() { return levels_[depth_ - 1]; }
  [[nodiscard]] bool in_labels() {
    return ignored_ == 0 && depth_ > 0 && level().place == Place::Labels;
  }

  void enter(Place place) {
    levels_[depth_++] = {place, &object_of(place), 0, 0};
    field_ = nullptr;
    level().object->begin(result_);
  }

  void leave() {
    const auto fields = level().object->fields;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      const bool seen = (level().seen >> i & 1U) != 0;
      if (!seen && fields[i].need == Need::Required) refuse(fields[i].name, "is missing");
    }
    --depth_;
    field_ = nullptr;
  }

  /// Fields come in the order of the table as a rule.
  [[nodiscard]] const ResultField* find(std::string_view name) {
    const auto fields = level().object->fields;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      const std::size_t here = (level().next + i) % fields.size();
      if (fields[here].name != name) continue;
      level().next = here + 1;
      return &fields[here];
    }
    return nullptr;
  }

  void note_seen() {
    const auto fields = level().object->fields;
    level().seen |= 1U << static_cast<unsigned>(field_ - fields.data());
  }

  /// A value where a field, a label or the whole document may be.
  bool take(const JsonScalar& value) {
    if (ignored_ > 0 || depth_ == 0) return true;
    if (in_labels()) {
      take_label(value);
    } else if (field_ != nullptr) {
      take_field(value);
    }
    return true;
  }

  void take_label(const JsonScalar& value) {
    if (const auto* text = std::get_if<std::string_view>(&value)) {
      add_label(result_, label_, *text);
    } else {
      refuse(label_, "is not a string");
    }
  }

  void take_field(const JsonScalar& value) {
    note_seen();
    if (field_->take == nullptr) return refuse(field_->name, "is not an object");
    const auto* text = std::get_if<std::string_view>(&value);
    if (field_->need == Need::Required && text != nullptr && text->empty()) {
      return refuse(field_->name, "is empty");
    }
    const std::string fault = field_->take(result_, value);
    if (!fault.empty()) refuse(field_->name, fault);
  }

  void refuse(std::string_view name, std::string_view why) {
    if (!fault_.empty()) return;
    fault_ = level().object->path;
    fault_.append(name).append(" ").append(why);
  }

  bool keep(json::string_view piece) {
    pieces_.append(piece.data(), piece.size());
    return true;
  }
  /// A text that came in pieces, or in one.
  [[nodiscard]] std::string_view whole(json::string_view last) {
    if (pieces_.empty()) return {last.data(), last.size()};
    keep(last);
    return pieces_;
  }

  ProbeResult& result_;
  std::array<Level, kDeepest> levels_{};
  std::size_t depth_ = 0;               // of levels_
  std::size_t ignored_ = 0;             // objects and arrays that nobody reads, one in the other
  const ResultField* field_ = nullptr;  // of the name read last; null: unknown
  bool was_object_ = false;
  std::string label_;
  std::string pieces_;
  std::string fault_;
};

}  // namespace

Result<ProbeResult> probe_result_from_json(std::string_view text) {
  Result<ProbeResult> result(ProbeResult{});
  json::parse_options options;
  options.allow_invalid_utf8 = true;
  json::basic_parser<ResultHandler> parser(options, *result);
  json::error_code error;
  const std::size_t read = parser.write_some(false, text.data(), text.size(), error);
  if (!error && read < text.size()) error = json::error::extra_data;
  if (error) return fail(ErrorKind::Invalid, "a probe result is no JSON: " + error.message());
  const ResultHandler& handler = parser.handler();
  if (!handler.was_object()) {
    return fail(ErrorKind::Invalid, "a probe result is no JSON object");
  }
  if (!handler.fault().empty()) {
    return fail(ErrorKind::Invalid, "a probe result's " + handler.fault());
  }
  return result;
}

}  // namespace vedette::model
