#include "writer/store/directory.hpp"

#include <boost/test/unit_test.hpp>

#include "store_bed.hpp"

namespace vedette::writer {
namespace {

using namespace test;

struct DirectoryBed {
  FakeDatabase database;
  prometheus::Registry registry;
  Metrics metrics{registry};
  Directory directory{database, metrics, {.targets = 2, .names = 2}};

  static Row row_of(model::ProbeResult result) { return {std::move(result), 0}; }
  RowIds numbers_of(const model::ProbeResult& result) {
    const auto ids = directory.find(result);
    BOOST_REQUIRE(ids.has_value());
    return *ids;
  }
  void learn(const std::vector<Row>& rows) { BOOST_REQUIRE(directory.learn(rows).has_value()); }
};

model::ProbeResult result_of(const std::string& name) {
  model::ProbeResult result = good_result();
  result.target.name = name;
  result.target.id = model::make_target_id("default", "shop", name);
  return result;
}

BOOST_FIXTURE_TEST_SUITE(directory, DirectoryBed)

BOOST_AUTO_TEST_CASE(names_met_before_cost_no_query) {
  learn({row_of(good_result())});
  const int asked = database.lookups;
  learn({row_of(good_result())});
  BOOST_TEST(database.lookups == asked);
}

BOOST_AUTO_TEST_CASE(changed_description_is_written_once) {
  learn({row_of(good_result())});
  auto moved = good_result();
  moved.target.url = "https://new.example/";
  learn({row_of(moved)});
  learn({row_of(moved)});
  BOOST_REQUIRE(database.targets_written.size() == 2U);
  BOOST_TEST(database.targets_written[1].url == "https://new.example/");
}

BOOST_AUTO_TEST_CASE(full_cache_is_emptied_and_ids_stay_the_same) {
  learn({row_of(result_of("a")), row_of(result_of("b"))});
  const RowIds before = numbers_of(result_of("a"));
  learn({row_of(result_of("a"))});
  BOOST_TEST(metrics.cache_clears.Value() == 1);
  BOOST_TEST(numbers_of(result_of("a")).target == before.target);
}

BOOST_AUTO_TEST_CASE(what_does_not_apply_has_no_number) {
  learn({row_of(good_result())});
  const RowIds ids = numbers_of(good_result());
  BOOST_TEST(!ids.address.has_value());
  BOOST_TEST(!ids.certificate.has_value());
}

BOOST_AUTO_TEST_CASE(certificates_differ_by_what_was_verified) {
  auto verified = good_result();
  verified.facts.tls.emplace().sha256 = std::string(64, 'a');
  auto refused = verified;
  refused.facts.tls->verify_error = "self-signed certificate";
  learn({row_of(verified), row_of(refused)});
  BOOST_TEST((numbers_of(verified).certificate != numbers_of(refused).certificate));
}

BOOST_AUTO_TEST_CASE(result_without_a_prober_is_of_an_unknown_one) {
  auto nameless = good_result();
  nameless.prober.clear();
  learn({row_of(nameless)});
  BOOST_TEST(numbers_of(nameless).prober > 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::writer
