#include <map>
#include <regex>
#include <string>

#include <boost/test/unit_test.hpp>

#include "model/names.hpp"
#include "writer/migrate/embedded_sql.hpp"

namespace vedette::writer {
namespace {

using Values = std::map<int, std::string>;

/// The values that `INSERT INTO <table> (id, name) VALUES …;` gives.
Values inserted_into(const std::string& table) {
  Values values;
  for (const SqlFile& file : embedded_migrations()) {
    const std::string text(file.text);
    const std::string start = "INSERT INTO " + table + " (id, name)";
    const auto begin = text.find(start);
    if (begin == std::string::npos) continue;
    const std::string statement = text.substr(begin, text.find(';', begin) - begin);
    static const std::regex kRow(R"(\((\d+), '(\w+)'\))");
    for (std::sregex_iterator row(statement.begin(), statement.end(), kRow), end; row != end;
         ++row) {
      values[std::stoi((*row)[1])] = (*row)[2];
    }
  }
  return values;
}

/// Every enumerator that has a text, found by asking for each number's word and back.
template <typename E, typename From>
void check(const std::string& table, From from) {
  const Values values = inserted_into(table);
  BOOST_TEST_CONTEXT(table) {
    BOOST_TEST(!values.empty());
    for (const auto& [number, word] : values) {
      const std::optional<E> known = from(word);
      BOOST_REQUIRE_MESSAGE(known.has_value(), word + " is no word of the program's");
      BOOST_TEST(static_cast<int>(*known) == number, word);
    }
  }
}

BOOST_AUTO_TEST_SUITE(lookup_values)

BOOST_AUTO_TEST_CASE(sql_words_have_the_numbers_of_the_program) {
  check<model::Outcome>("outcome", model::outcome_from);
  check<model::Verdict>("verdict", model::verdict_from);
  check<model::Phase>("phase", model::phase_from);
  check<model::Reason>(
      "reason", [](std::string_view word) { return std::optional(model::reason_from(word)); });
}

BOOST_AUTO_TEST_CASE(every_word_of_the_program_is_in_sql) {
  const auto count = [](const char* table) { return inserted_into(table).size(); };
  BOOST_TEST(count("outcome") == 3U);
  BOOST_TEST(count("verdict") == 3U);
  BOOST_TEST(count("phase") == 6U);
  // The last reason; numbers 6 to 9 are free.
  const auto last = static_cast<std::size_t>(model::Reason::BlockedByPolicy);
  BOOST_TEST(count("reason") == last + 1 - 4);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::writer
