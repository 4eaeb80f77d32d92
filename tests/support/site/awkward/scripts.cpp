#include "support/site/awkward/scripts.hpp"

#include <iterator>
#include <utility>

namespace vedette::test {

std::vector<AwkwardScript> awkward_scripts(const Site& site) {
  std::vector<AwkwardScript> all;
  for (auto&& scripts : {tcp_scripts(), head_scripts(), framing_scripts(), content_scripts(),
                         tls_scripts(), redirect_scripts(site)}) {
    all.insert(all.end(), scripts.begin(), scripts.end());
  }
  return all;
}

}  // namespace vedette::test
