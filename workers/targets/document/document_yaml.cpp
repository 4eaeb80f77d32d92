#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include "base/utf8.hpp"
#include "targets/document/document.hpp"
#include "targets/document/plain_scalar.hpp"
#include "targets/document/quote.hpp"
#include "targets/document/tree_builder.hpp"

namespace vedette::targets {
namespace {

/// Thrown through yaml-cpp to stop it; the fault is in the log already.
struct Stop {};

int line_of(const YAML::Mark& mark) { return mark.line + 1; }

/// Turns yaml-cpp's events into a tree. Events instead of its own nodes, which share what an alias
/// names (so a small file can describe an endless tree) and keep duplicate keys in silence.
class YamlHandler final : public YAML::EventHandler {
 public:
  explicit YamlHandler(FaultLog& log) : log_(log), builder_(log) {}

  [[nodiscard]] Node take() { return builder_.take(); }

  [[nodiscard]] const YAML::Mark& start() const { return start_; }

  void OnDocumentStart(const YAML::Mark& mark) override { start_ = mark; }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    refuse_anchor(mark, anchor);
    scalar(mark, Node{});
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t /*anchor*/) override {
    log_.add(Rule::YamlAlias, line_of(mark), builder_.path(),
             "aliases are not allowed; write the value out");
    Node node;
    node.kind = Node::Kind::Broken;
    scalar(mark, std::move(node));
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    refuse_anchor(mark, anchor);
    refuse_tag(mark, tag);
    scalar(mark, tag == "?" ? plain_scalar(value) : string_node(value));
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value /*style*/) override {
    open(Node::Kind::Array, mark, tag, anchor);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value /*style*/) override {
    open(Node::Kind::Object, mark, tag, anchor);
  }
  void OnMapEnd() override { close(); }

 private:
  static Node string_node(const std::string& value) {
    Node node;
    node.kind = Node::Kind::String;
    node.text = value;
    return node;
  }

  void open(Node::Kind kind, const YAML::Mark& mark, const std::string& tag,
            YAML::anchor_t anchor) {
    refuse_anchor(mark, anchor);
    refuse_tag(mark, tag);
    if (is_key()) {
      log_.add(Rule::YamlKey, line_of(mark), builder_.path(), "a key must be a plain text");
      throw Stop{};
    }
    if (!builder_.open(kind, line_of(mark))) throw Stop{};
    expects_.push_back(kind == Node::Kind::Object ? Expects::Key : Expects::Item);
  }

  void close() {
    expects_.pop_back();
    builder_.close();
    value_placed();
  }

  void scalar(const YAML::Mark& mark, Node node) {
    if (is_key()) {
      builder_.key(std::move(node.text), line_of(mark));
      key_line_ = line_of(mark);
      expects_.back() = Expects::Value;
      return;
    }
    // A value that is left empty is marked where the next thing stands.
    const bool left_empty = node.kind == Node::Kind::Null && node.text.empty() &&
                            !expects_.empty() && expects_.back() == Expects::Value;
    node.line = left_empty ? key_line_ : line_of(mark);
    builder_.scalar(std::move(node));
    value_placed();
  }

  void value_placed() {
    if (!expects_.empty() && expects_.back() == Expects::Value) {
      expects_.back() = Expects::Key;
    }
  }

  [[nodiscard]] bool is_key() const { return !expects_.empty() && expects_.back() == Expects::Key; }

  void refuse_anchor(const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (anchor == 0) return;
    log_.add(Rule::YamlAlias, line_of(mark), builder_.path(),
             "anchors are not allowed; write values out where they are needed");
  }

  void refuse_tag(const YAML::Mark& mark, const std::string& tag) {
    if (tag.empty() || tag == "?" || tag == "!") return;
    log_.add(Rule::YamlTag, line_of(mark), builder_.path(),
             "tags are not allowed; found " + quote(tag));
  }

  enum class Expects { Key, Value, Item };

  FaultLog& log_;
  TreeBuilder builder_;
  YAML::Mark start_;
  std::vector<Expects> expects_;
  int key_line_ = 0;
};

}  // namespace

bool read_yaml(std::string_view text, FaultLog& log, const OnDocument& on_document) {
  if (!is_clean_utf8(text, text.size())) {
    log.add(Rule::Encoding, 0, "", "the text is not UTF-8 without NUL");
    return false;
  }
  std::string guarded(text);
  // yaml-cpp takes a quoted text that is still open after the last line for complete, so that a
  // file cut short would pass; it refuses a document's end inside quotes.
  if (guarded.ends_with('\n')) guarded += "...\n";
  std::istringstream stream(guarded);
  try {
    YAML::Parser parser(stream);
    int last_start = -1;
    while (true) {
      log.begin_document();
      YamlHandler handler(log);
      if (!parser.HandleNextDocument(handler)) return true;
      // At some stray tokens yaml-cpp stands still and reports empty documents for ever.
      if (handler.start().pos <= last_start) {
        log.add(Rule::Syntax, line_of(handler.start()), "",
                "this is not YAML: what stands here begins no document");
        return false;
      }
      last_start = handler.start().pos;
      const Node document = handler.take();
      if (document.kind != Node::Kind::Null) on_document(document);
    }
  } catch (const Stop&) {
    return false;
  } catch (const YAML::Exception& error) {
    const bool open_quote = error.msg == YAML::ErrorMsg::DOC_IN_SCALAR;
    log.add(Rule::Syntax, line_of(error.mark), "",
            "this is not YAML: " +
                (open_quote ? "a text in quotes is still open at this line" : error.msg));
    return false;
  }
}

}  // namespace vedette::targets
