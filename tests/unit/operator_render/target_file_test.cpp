#include "operator/render/target_file.hpp"

#include <string>
#include <utility>

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "targets/files/sha256.hpp"

namespace data = boost::unit_test::data;
using vedette::op::Contents;
using vedette::op::restore;
using vedette::op::store;
using vedette::op::StoredFile;
using vedette::op::target_file_from;
using vedette::op::TargetFile;
namespace model = vedette::model;

namespace {

void add(TargetFile& file, const std::string& name, const std::string& url) {
  file.lines[model::make_target_id(file.source, "shop", name)] =
      R"({"apiVersion":"vedette.dev/v1alpha1","kind":"Target","metadata":{"name":")" + name +
      R"(","namespace":"shop"},"spec":{"url":")" + url + R"("}})";
}

TargetFile two_targets() {
  TargetFile file{"default", 7, 16, 1'795'446'000'000, false, {}};
  add(file, "a", "https://a.example/");
  add(file, "b", "https://b.example/");
  return file;
}

/// A file whose text has about `bytes`, of digits that hardly compress: their hash.
TargetFile large_file(std::size_t bytes) {
  TargetFile file{"default", 7, 16, 1, false, {}};
  for (std::size_t i = 0; i * 1100 < bytes; ++i) {
    std::string noise;
    for (int part = 0; part < 14; ++part) {
      vedette::targets::Sha256 hash;
      hash.update(std::to_string(i) + "." + std::to_string(part));
      noise += hash.finish();
    }
    add(file, "t" + std::to_string(i), "https://a.example/" + noise);
  }
  return file;
}

std::string changed(const std::string& from, const std::string& to) {
  std::string text = to_text(two_targets());
  const std::size_t at = text.find(from);
  BOOST_REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(target_file)

BOOST_AUTO_TEST_CASE(file_begins_with_its_header) {
  TargetFile file = two_targets();
  const std::string text = to_text(file);
  BOOST_TEST(
      text.substr(0, text.find('\n')) ==
      R"({"source":"default","file":"targets-07","files":16,"epoch":1795446000000,"count":2})");
  BOOST_TEST(text.ends_with("}\n"));
  file.allow_shrink = true;
  BOOST_TEST(to_text(file).find(R"("count":2,"allowShrink":true})") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_was_written_is_read_back) {
  TargetFile file = two_targets();
  BOOST_TEST((target_file_from(to_text(file)).value() == file));
  file.allow_shrink = true;
  file.lines.clear();
  BOOST_TEST((target_file_from(to_text(file)).value() == file));
}

const std::vector<std::pair<std::string, std::string>> kEdits{
    {R"("count":2)", R"("count":3)"},
    {R"("count":2)", R"("count":2,"by":"hand")"},
    {R"("count":2)", R"("count":2,"allowShrink":false)"},
    {R"("file":"targets-07")", R"("file":"targets-7")"},
    {R"("file":"targets-07")", R"("file":"targets-16")"},
    {R"("epoch":1795446000000)", R"("epoch":"now")"},
    {R"("source":"default",)", ""},
    {R"({"source")", R"({ "source")"},
    {R"({"apiVersion")", R"({ "apiVersion")"},
    {R"("name":"a",)", ""},
    {R"({"apiVersion")", "\n{\"apiVersion\""},
    {"\n{\"apiVersion\"", "\r\n{\"apiVersion\""},
    {R"("spec":{)", R"("spec":)"},
};

BOOST_AUTO_TEST_CASE(edited_file_is_refused) {
  for (const auto& [from, to] : kEdits) {
    const auto file = target_file_from(changed(from, to));
    BOOST_TEST(!file.has_value(), from << " → " << to);
    if (!file) BOOST_TEST(file.error().message.ends_with("; the operator did not write it so"));
  }
  const std::string text = to_text(two_targets());
  BOOST_TEST(!target_file_from("").has_value());
  BOOST_TEST(!target_file_from(text.substr(0, text.size() - 1)).has_value());
  BOOST_TEST(!target_file_from(text + "\n").has_value());
  const std::size_t second = text.find("{\"api");
  const std::size_t third = text.rfind("{\"api");
  const std::string swapped =
      text.substr(0, second) + text.substr(third) + text.substr(second, third - second);
  BOOST_TEST(!target_file_from(swapped).has_value());
  BOOST_TEST(!target_file_from(text + text.substr(third)).has_value());
}

BOOST_AUTO_TEST_CASE(small_file_is_stored_as_it_is) {
  const StoredFile stored = store(two_targets()).value();
  BOOST_TEST(stored.key == "targets-07.jsonl");
  BOOST_TEST(!stored.compressed);
  BOOST_TEST(stored.bytes == to_text(two_targets()));
}

BOOST_AUTO_TEST_CASE(file_past_700_kib_is_compressed) {
  TargetFile file = large_file(690 * 1024);
  BOOST_TEST(!store(file).value().compressed);
  const std::size_t left = 700 * 1024 - to_text(file).size();
  const std::string line_of_no_url = [] {
    TargetFile one{"default", 7, 16, 1, false, {}};
    add(one, "last", "");
    return one.lines.begin()->second;
  }();
  // The header's count has as many digits with one line more.
  add(file, "last", std::string(left - line_of_no_url.size() - 1, 'x'));
  BOOST_TEST(to_text(file).size() == 700 * 1024);
  BOOST_TEST(!store(file).value().compressed);

  add(file, "last", std::string(left - line_of_no_url.size(), 'x'));
  const StoredFile stored = store(file).value();
  BOOST_TEST(stored.key == "targets-07.jsonl.gz");
  BOOST_TEST(stored.compressed);
  BOOST_TEST((stored.bytes == store(file).value().bytes));
  BOOST_TEST((restore({{stored.key, stored.bytes}}, 7).value() == file));
}

BOOST_AUTO_TEST_CASE(file_that_no_config_map_takes_is_refused_with_the_remedy) {
  const auto stored = store(large_file(3 << 20));
  BOOST_REQUIRE(!stored.has_value());
  BOOST_TEST(stored.error().message.starts_with("targets-07 holds 2860 targets in "));
  BOOST_TEST(stored.error().message.ends_with("a ConfigMap takes 1048576; raise --files above 16"));
}

BOOST_AUTO_TEST_CASE(stored_file_is_read_back_whatever_else_is_there) {
  const TargetFile file = two_targets();
  const Contents contents{{"targets-07.jsonl", to_text(file)}, {"extra", "by hand"}};
  BOOST_TEST((restore(contents, 7).value() == file));
}

BOOST_AUTO_TEST_CASE(what_is_not_one_file_of_its_place_is_refused) {
  const std::string text = to_text(two_targets());
  BOOST_TEST(restore({}, 7).error().message ==
             "there is neither targets-07.jsonl nor targets-07.jsonl.gz");
  BOOST_TEST(!restore({{"targets-07.jsonl", text}, {"targets-07.jsonl.gz", ""}}, 7).has_value());
  BOOST_TEST(!restore({{"targets-08.jsonl", text}}, 8).has_value());
  BOOST_TEST(!restore({{"targets-07.jsonl.gz", text}}, 7).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
