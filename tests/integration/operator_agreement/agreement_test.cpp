#include <boost/test/unit_test.hpp>

#include "integration/operator_agreement/cases.hpp"
#include "integration/operator_agreement/rig.hpp"

// Each manifest of cases/ and of examples/ is given to a real API server and to the rules in
// workers/targets, which operator, prober and `check` share.

namespace vedette::test {
namespace {

struct Asked : Case {
  Answer server;
  Reading file;    ///< the manifest as it was written
  Reading stored;  ///< the object as the server would store it
};

/// Those of all cases that are refused by the same ones.
std::vector<Asked> asked(Refused refused) {
  std::vector<Case> cases = all_cases();
  std::erase_if(cases, [&](const Case& one) { return one.refused != refused; });
  std::vector<std::string> manifests;
  for (const Case& one : cases) manifests.push_back(one.manifest);
  const std::vector<Answer> answers = ask_server(std::move(manifests));
  std::vector<Asked> all;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    all.push_back({{cases[i]}, answers[i], read_yaml_manifest(cases[i].manifest), {}});
    if (answers[i].accepted) all.back().stored = read_json_manifest(answers[i].text);
  }
  return all;
}

/// True when kubectl's words name the field or a part of it: `spec.url: …`, `unknown field
/// "spec.http.proxy"`.
bool server_names(const std::string& text, const std::string& field) {
  constexpr std::string_view kBefore = " \"[";
  constexpr std::string_view kAfter = ":\".[";
  for (std::size_t at = text.find(field); at != std::string::npos; at = text.find(field, at + 1)) {
    const std::size_t end = at + field.size();
    if (at > 0 && end < text.size() && kBefore.find(text[at - 1]) != std::string::npos &&
        kAfter.find(text[end]) != std::string::npos) {
      return true;
    }
  }
  return false;
}

void check_refused_by_server(const Asked& one) {
  BOOST_TEST(!one.server.accepted, one.title << ": the API server accepts it");
  if (one.server.accepted) return;
  for (const std::string& field : one.fields) {
    BOOST_TEST(server_names(one.server.text, field),
               one.title << ": the API server names no " << field << " in " << one.server.text);
  }
}

void check_refused(const Asked& one, const Reading& reading) {
  BOOST_TEST(!reading.target, one.title << ": the rules accept it");
  if (reading.target) return;
  for (const std::string& field : one.fields) {
    BOOST_TEST(reading.names(field),
               one.title << ": the rules name no " << field << " in " << reading.text());
  }
}

BOOST_AUTO_TEST_SUITE(operator_agreement)

BOOST_AUTO_TEST_CASE(what_the_api_server_refuses_breaks_a_rule_too) {
  const std::vector<Asked> all = asked(Refused::ByBoth);
  BOOST_TEST(all.size() >= 70U);
  for (const Asked& one : all) {
    check_refused_by_server(one);
    check_refused(one, one.file);
  }
}

BOOST_AUTO_TEST_CASE(what_is_valid_means_the_same_to_both) {
  const std::vector<Asked> all = asked(Refused::ByNobody);
  BOOST_TEST(all.size() >= 25U);
  for (const Asked& one : all) {
    BOOST_TEST(one.server.accepted, one.title << ": " << one.server.text);
    BOOST_TEST((one.file.target != nullptr), one.title << ": " << one.file.text());
    BOOST_TEST((one.stored.target != nullptr), one.title << ": " << one.stored.text());
    if (!one.file.target || !one.stored.target) continue;
    // Every default of the schema is one of the rules' too, or the stored object would differ.
    model::Target written = *one.file.target;
    written.generation = one.stored.target->generation;
    BOOST_TEST((written == *one.stored.target), one.title << ": stored is " << one.server.text);
  }
}

BOOST_AUTO_TEST_CASE(what_only_the_operator_finds_is_found_in_the_stored_object) {
  for (const Asked& one : asked(Refused::ByOperatorOnly)) {
    BOOST_TEST(one.server.accepted, one.title << ": " << one.server.text);
    check_refused(one, one.file);
    check_refused(one, one.stored);
  }
}

BOOST_AUTO_TEST_CASE(what_only_files_can_break_is_no_fault_of_the_stored_object) {
  for (const Asked& one : asked(Refused::InFilesOnly)) {
    BOOST_TEST(one.server.accepted, one.title << ": " << one.server.text);
    check_refused(one, one.file);
    BOOST_TEST((one.stored.target != nullptr), one.title << ": " << one.stored.text());
  }
}

BOOST_AUTO_TEST_CASE(what_only_the_api_server_refuses_breaks_no_rule_of_files) {
  for (const Asked& one : asked(Refused::ByServerOnly)) {
    check_refused_by_server(one);
    BOOST_TEST((one.file.target != nullptr), one.title << ": " << one.file.text());
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::test
