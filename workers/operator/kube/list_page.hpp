#pragma once

#include <string>
#include <vector>

#include <boost/json/value.hpp>

#include "operator/kube/object.hpp"

namespace vedette::op {

/// One page of a LIST.
struct ListPage {
  std::vector<Object> items;
  std::string resource_version;
  std::string continue_token;  ///< empty on the last page
};

/// Takes a page out of an answer. Invalid when it is no list, has no metadata.resourceVersion, or
/// holds something that is no object.
[[nodiscard]] Result<ListPage> list_page_from(boost::json::value value);

}  // namespace vedette::op
