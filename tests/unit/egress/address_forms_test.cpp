#include "prober/egress/address_forms.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>
#include <string>
#include <vector>

namespace vedette::prober {
namespace {

struct FormsRow {
  const char* address;
  std::vector<std::string> forms;
  friend std::ostream& operator<<(std::ostream& out, const FormsRow& row) {
    return out << row.address;
  }
};

const std::vector<FormsRow> kFormsRows = {
    {"192.0.2.7", {"192.0.2.7"}},
    {"2001:db8::1", {"2001:db8::1"}},
    {"::", {"::"}},
    {"::1", {"::1"}},
    {"::ffff:192.0.2.7", {"192.0.2.7"}},
    {"::ffff:0.0.0.0", {"0.0.0.0"}},
    {"::192.0.2.7", {"::192.0.2.7", "192.0.2.7"}},
    {"::ffff:0:c000:207", {"::ffff:0:c000:207", "192.0.2.7"}},
    {"64:ff9b::192.0.2.7", {"64:ff9b::c000:207", "192.0.2.7"}},
    {"64:ff9b:1::192.0.2.7", {"64:ff9b:1::c000:207", "192.0.2.7"}},
    {"64:ff9b:1:c000:2:700::", {"64:ff9b:1:c000:2:700::", "192.0.2.7", "2.7.0.0"}},
    {"64:ff9b:1:aac0:0:207::", {"64:ff9b:1:aac0:0:207::", "170.192.0.2", "192.0.2.7"}},
    {"64:ff9b:1:aaaa:c0:2:700:0",
     {"64:ff9b:1:aaaa:c0:2:700:0", "170.170.192.0", "170.192.0.2", "192.0.2.7", "7.0.0.0"}},
    {"2002:c000:207::1", {"2002:c000:207::1", "192.0.2.7"}},
    {"2001:0:4136:e378:8000:63bf:3fff:fdf8", {"2001:0:4136:e378:8000:63bf:3fff:fdf8", "192.0.2.7"}},
    {"2001:db8::5efe:192.0.2.7", {"2001:db8::5efe:c000:207", "192.0.2.7"}},
    {"2001:db8::200:5efe:192.0.2.7", {"2001:db8::200:5efe:c000:207", "192.0.2.7"}},
    {"fe80::1%7", {"fe80::1"}},
};

BOOST_AUTO_TEST_SUITE(address_forms)

BOOST_DATA_TEST_CASE(an_address_is_all_that_may_be_read_in_it,
                     boost::unit_test::data::make(kFormsRows), row) {
  std::vector<std::string> forms;
  for (const auto& form : forms_of(boost::asio::ip::make_address(row.address))) {
    forms.push_back(form.to_string());
  }
  BOOST_TEST(forms == row.forms, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::prober
