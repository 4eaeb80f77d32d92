#include "operator/reconcile/reference_index.hpp"

#include <boost/test/unit_test.hpp>

namespace vedette::op {
namespace {

using model::Reference;

const model::TargetId kReferrer = model::make_target_id("default", "shop", "checkout");
const model::TargetId kBasket = model::make_target_id("default", "shop", "basket");
const Reference kToken{Reference::Kind::Secret, "login", "token"};
const Reference kUser{Reference::Kind::Secret, "login", "user"};
const Reference kBundle{Reference::Kind::ConfigMap, "login", "ca.crt"};

struct Indexed {
  ReferenceIndex index;

  [[nodiscard]] std::size_t count(Reference::Kind kind, const std::string& ns = "shop") const {
    return index.targets_of(kind, ns, "login").size();
  }
};

BOOST_FIXTURE_TEST_SUITE(reference_index, Indexed)

BOOST_AUTO_TEST_CASE(targets_of_an_object_are_found_whatever_its_key) {
  index.set(kReferrer, "shop", {kToken, kUser});
  index.set(kBasket, "shop", {kToken});
  BOOST_TEST(count(Reference::Kind::Secret) == 2u);
}

BOOST_AUTO_TEST_CASE(kinds_and_namespaces_are_told_apart) {
  index.set(kReferrer, "shop", {kToken});
  index.set(kBasket, "shop", {kBundle});
  BOOST_TEST(count(Reference::Kind::Secret) == 1u);
  BOOST_TEST(count(Reference::Kind::ConfigMap) == 1u);
  BOOST_TEST(count(Reference::Kind::Secret, "other") == 0u);
}

BOOST_AUTO_TEST_CASE(references_of_before_are_forgotten) {
  index.set(kReferrer, "shop", {kToken});
  index.set(kReferrer, "shop", {kBundle});
  BOOST_TEST(count(Reference::Kind::Secret) == 0u);
  index.set(kReferrer, "shop", {});
  BOOST_TEST(count(Reference::Kind::ConfigMap) == 0u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::op
