#include <algorithm>
#include <limits>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <boost/json/basic_parser_impl.hpp>

#include "base/utf8.hpp"
#include "targets/document/document.hpp"
#include "targets/document/tree_builder.hpp"

namespace vedette::targets {
namespace {

namespace json = boost::json;

/// The file's size bounds everything in it.
constexpr size_t kUnbounded = std::numeric_limits<size_t>::max();

/// Turns the parser's events into a tree. Events instead of Boost.JSON's own value, which keeps
/// the last of two equal keys in silence.
class JsonHandler {
 public:
  // NOLINTBEGIN(readability-identifier-naming): Boost.JSON asks for these names
  static constexpr size_t max_object_size = kUnbounded;
  static constexpr size_t max_array_size = kUnbounded;
  static constexpr size_t max_key_size = kUnbounded;
  static constexpr size_t max_string_size = kUnbounded;
  // NOLINTEND(readability-identifier-naming)

  JsonHandler(FaultLog& log, int line) : builder_(log), line_(line) {}

  [[nodiscard]] Node take() { return builder_.take(); }

  bool on_document_begin(json::error_code& /*ec*/) { return true; }
  bool on_document_end(json::error_code& /*ec*/) { return true; }
  bool on_object_begin(json::error_code& ec) { return open(Node::Kind::Object, ec); }
  bool on_object_end(size_t /*n*/, json::error_code& /*ec*/) { return close(); }
  bool on_array_begin(json::error_code& ec) { return open(Node::Kind::Array, ec); }
  bool on_array_end(size_t /*n*/, json::error_code& /*ec*/) { return close(); }

  bool on_key_part(json::string_view part, size_t /*n*/, json::error_code& /*ec*/) {
    return collect(part);
  }
  bool on_key(json::string_view part, size_t /*n*/, json::error_code& /*ec*/) {
    collect(part);
    builder_.key(std::exchange(text_, {}), line_);
    return true;
  }
  bool on_string_part(json::string_view part, size_t /*n*/, json::error_code& /*ec*/) {
    return collect(part);
  }
  bool on_string(json::string_view part, size_t /*n*/, json::error_code& /*ec*/) {
    collect(part);
    return scalar(Node::Kind::String);
  }
  bool on_number_part(json::string_view part, json::error_code& /*ec*/) { return collect(part); }
  bool on_int64(std::int64_t value, json::string_view part, json::error_code& /*ec*/) {
    collect(part);
    return scalar(Node::Kind::Integer, value);
  }
  bool on_uint64(std::uint64_t /*value*/, json::string_view part, json::error_code& /*ec*/) {
    collect(part);
    return scalar(Node::Kind::Number);
  }
  bool on_double(double /*value*/, json::string_view part, json::error_code& /*ec*/) {
    collect(part);
    return scalar(Node::Kind::Number);
  }
  bool on_bool(bool value, json::error_code& /*ec*/) {
    text_ = value ? "true" : "false";
    return scalar(Node::Kind::Bool, value ? 1 : 0);
  }
  bool on_null(json::error_code& /*ec*/) { return scalar(Node::Kind::Null); }
  bool on_comment_part(json::string_view /*part*/, json::error_code& /*ec*/) { return true; }
  bool on_comment(json::string_view /*part*/, json::error_code& /*ec*/) { return true; }

 private:
  bool open(Node::Kind kind, json::error_code& ec) {
    if (builder_.open(kind, line_)) return true;
    ec = json::make_error_code(json::error::too_deep);
    return false;
  }
  bool close() {
    builder_.close();
    return true;
  }
  bool collect(json::string_view part) {
    text_.append(part.data(), part.size());
    return true;
  }
  bool scalar(Node::Kind kind, std::int64_t value = 0) {
    Node node;
    node.kind = kind;
    node.line = line_;
    node.boolean = value != 0;
    node.integer = value;
    node.text = std::exchange(text_, {});
    builder_.scalar(std::move(node));
    return true;
  }

  TreeBuilder builder_;
  std::string text_;
  int line_;
};

struct Position {
  int line = 0;       ///< 1-based
  size_t column = 0;  ///< 1-based, in bytes
};

Position position_at(std::string_view text, size_t offset) {
  const std::string_view before = text.substr(0, offset);
  const auto line = static_cast<int>(std::count(before.begin(), before.end(), '\n')) + 1;
  return {line, offset - (before.rfind('\n') + 1) + 1};  // npos + 1 is 0
}

}  // namespace

bool read_json(std::string_view text, int line, FaultLog& log, Node& document) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  if (!is_clean_utf8(text, text.size())) {
    log.add(Rule::Encoding, line, "", "the text is not UTF-8 without NUL");
    return false;
  }
  json::parse_options options;
  options.max_depth = TreeBuilder::kMaxDepth + 1;  // the builder's bound has the better message
  json::basic_parser<JsonHandler> parser(options, log, line);
  json::error_code ec;
  const size_t read = parser.write_some(false, text.data(), text.size(), ec);
  const std::string_view rest = text.substr(read);
  if (!ec && rest.find_first_not_of(" \t\r\n") != std::string_view::npos) {
    ec = json::make_error_code(json::error::extra_data);
  }
  if (ec) {
    if (ec == json::error::too_deep) return false;  // the builder has said so
    const Position at = position_at(text, read);
    log.add(Rule::Syntax, line == 0 ? at.line : line, "",
            fmt::format("this is not JSON: {} at byte {} of the line", ec.message(), at.column));
    return false;
  }
  document = parser.handler().take();
  return true;
}

}  // namespace vedette::targets
