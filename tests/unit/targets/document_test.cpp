#include "targets/document/document.hpp"

#include <optional>
#include <string>

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "targets/document/plain_scalar.hpp"

namespace data = boost::unit_test::data;
using vedette::targets::Fault;
using vedette::targets::FaultLog;
using vedette::targets::Node;
using vedette::targets::plain_scalar;
using Kind = vedette::targets::Node::Kind;

namespace {

struct Scalar {
  const char* text;
  Kind kind;
};
std::ostream& operator<<(std::ostream& out, const Scalar& row) { return out << row.text; }

const Scalar kScalars[] = {
    {"", Kind::Null},
    {"~", Kind::Null},
    {"null", Kind::Null},
    {"true", Kind::Bool},
    {"off", Kind::Bool},
    {"Yes", Kind::Bool},
    {"n", Kind::Bool},
    {"0", Kind::Integer},
    {"200", Kind::Integer},
    {"-7", Kind::Integer},
    {"0777", Kind::Number},
    {"0x1F", Kind::Number},
    {"0b1", Kind::Number},
    {"1_000", Kind::Number},
    {"+5", Kind::Number},
    {"1.5", Kind::Number},
    {".5", Kind::Number},
    {"1e3", Kind::Number},
    {"1.5E-3", Kind::Number},
    {".inf", Kind::Number},
    {"-.INF", Kind::Number},
    {".nan", Kind::Number},
    {"99999999999999999999", Kind::Number},
    {"30s", Kind::String},
    {"200-299", Kind::String},
    {"2xx", Kind::String},
    {"1.2.3", Kind::String},
    {"0x", Kind::String},
    {"0xyz", Kind::String},
    {"_1", Kind::String},
    {"-", Kind::String},
    {".", Kind::String},
    {"1e", Kind::String},
    {"yess", Kind::String},
    {"2026-11-23T15:00:00Z", Kind::String},
};

/// The only document of a YAML text; nothing when it cannot be read.
std::optional<Node> yaml(const std::string& text, std::vector<Fault>* faults = nullptr) {
  FaultLog log("test.yaml");
  std::optional<Node> last;
  const bool whole =
      vedette::targets::read_yaml(text, log, [&](const Node& document) { last = document; });
  if (faults != nullptr) *faults = log.take();
  if (!whole) last.reset();
  return last;
}

std::optional<Node> json(const std::string& text, std::vector<Fault>* faults = nullptr) {
  FaultLog log("test.json");
  Node document;
  const bool whole = vedette::targets::read_json(text, 7, log, document);
  if (faults != nullptr) *faults = log.take();
  return whole ? std::optional(document) : std::nullopt;
}

bool same(const Node& a, const Node& b) {
  if (a.kind != b.kind || a.keys != b.keys || a.items.size() != b.items.size()) return false;
  if (a.kind == Kind::String && a.text != b.text) return false;
  if (a.kind == Kind::Integer && a.integer != b.integer) return false;
  if (a.kind == Kind::Bool && a.boolean != b.boolean) return false;
  for (size_t i = 0; i < a.items.size(); ++i) {
    if (!same(a.items[i], b.items[i])) return false;
  }
  return true;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(document)

BOOST_DATA_TEST_CASE(plain_scalars_mean_what_kubectl_reads, data::make(kScalars)) {
  BOOST_TEST((plain_scalar(sample.text).kind == sample.kind));
}

BOOST_AUTO_TEST_CASE(quoted_scalars_are_strings_whatever_they_hold) {
  for (const char* text : {"a: \"200\"", "a: '200'", "a: \"true\"", "a: ''", "a: |\n  200\n"}) {
    const auto document = yaml(text);
    BOOST_REQUIRE_MESSAGE(document, text);
    BOOST_TEST((document->find("a")->kind == Kind::String), text);
  }
}

BOOST_AUTO_TEST_CASE(yaml_and_json_of_one_meaning_make_one_tree) {
  const auto from_yaml = yaml("a: [1, two, true, null]\nb:\n  c: \"x y\"\n  d: {}\n  e: []\n");
  const auto from_json = json(R"({"a":[1,"two",true,null],"b":{"c":"x y","d":{},"e":[]}})");
  BOOST_REQUIRE(from_yaml);
  BOOST_REQUIRE(from_json);
  BOOST_TEST(same(*from_yaml, *from_json));
}

BOOST_AUTO_TEST_CASE(yaml_nodes_know_their_lines) {
  const auto document = yaml("# comment\na: 1\nb:\n  - x\n  - {c: 2}\nempty:\nlast: 1\n");
  BOOST_REQUIRE(document);
  BOOST_TEST(document->find("a")->line == 2);
  BOOST_TEST(document->find("b")->items[0].line == 4);
  BOOST_TEST(document->find("b")->items[1].find("c")->line == 5);
  BOOST_TEST(document->find("empty")->line == 6);
}

BOOST_AUTO_TEST_CASE(json_nodes_bear_the_line_they_are_told) {
  BOOST_TEST(json("{\"a\":\n1}")->find("a")->line == 7);
}

BOOST_AUTO_TEST_CASE(each_document_of_a_yaml_file_is_handed_over) {
  FaultLog log("test.yaml");
  int documents = 0;
  BOOST_TEST(vedette::targets::read_yaml("a: 1\n---\n---\nb: 2\n...\n---\n# none\n", log,
                                         [&](const Node&) { ++documents; }));
  BOOST_TEST(documents == 2);
}

BOOST_AUTO_TEST_CASE(of_duplicate_keys_the_first_is_kept_and_the_second_told) {
  std::vector<Fault> faults;
  const auto document = yaml("a: 1\nb: 2\na: 3\n", &faults);
  BOOST_REQUIRE(document);
  BOOST_TEST(document->find("a")->integer == 1);
  BOOST_REQUIRE(faults.size() == 1U);
  BOOST_TEST(faults[0].line == 3);
  BOOST_TEST(faults[0].field == "a");
}

BOOST_AUTO_TEST_CASE(json_escapes_in_keys_do_not_hide_duplicates) {
  std::vector<Fault> faults;
  BOOST_REQUIRE(json(R"({"spec":1,"\u0073pec":2})", &faults));
  BOOST_TEST(faults.size() == 1U);
}

BOOST_AUTO_TEST_CASE(quote_open_at_the_end_is_refused) {
  for (const char* text : {"a: \"b\n", "a: 'b\n", "a: \"b", "a: \"b\nc: d\n"}) {
    BOOST_TEST(!yaml(text).has_value(), text);
  }
}

// yaml-cpp reports empty documents for ever when it meets one of these.
BOOST_AUTO_TEST_CASE(stray_tokens_end_the_reading) {
  for (const char* text : {",", ",a: b\n", "a: b\n---\n,\n", ", , , ,"}) {
    BOOST_TEST(!yaml(text).has_value(), text);
  }
}

BOOST_AUTO_TEST_CASE(alias_bomb_is_refused_at_its_first_alias_without_growing) {
  std::string bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n";
  for (int i = 1; i < 30; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before;
    for (int j = 0; j < 9; ++j) bomb += "," + before;
    bomb += "]\n";
  }
  std::vector<Fault> faults;
  const auto document = yaml(bomb, &faults);
  BOOST_REQUIRE(document);
  BOOST_TEST(document->find("a29")->items.size() == 10U);
  BOOST_TEST(!faults.empty());
}

BOOST_AUTO_TEST_CASE(deep_nesting_ends_early_in_both_forms) {
  BOOST_TEST(!yaml(std::string(100'000, '[')).has_value());
  BOOST_TEST(!json(std::string(100'000, '[')).has_value());
}

BOOST_AUTO_TEST_CASE(fault_log_keeps_a_thousand_and_counts_the_rest) {
  std::string text;
  for (int i = 0; i < 1500; ++i) text += "a: &x 1\n---\n";
  std::vector<Fault> faults;
  static_cast<void>(yaml(text, &faults));
  BOOST_TEST(faults.size() == 1001U);
  BOOST_TEST(faults.back().message == "and 500 faults more");
}

BOOST_AUTO_TEST_SUITE_END()
