#pragma once

#include <cstdint>
#include <string>

#include <boost/json/object.hpp>

#include "base/clock.hpp"
#include "operator/kube/object.hpp"

namespace vedette::op {

/// The spec of a Lease (coordination.k8s.io/v1). Times are text: candidates never compare clocks.
struct LeaseRecord {
  std::string holder;  ///< empty: released
  std::int64_t duration_s = 0;
  std::string acquired_at;  ///< MicroTime, exactly six fractional digits
  std::string renewed_at;
  std::int64_t transitions = 0;

  bool operator==(const LeaseRecord&) const = default;
};

/// A Lease as it was read.
struct Lease {
  LeaseRecord record;
  std::string uid;
  std::string resource_version;
};

/// Whatever is missing or of another type counts as empty or 0, as it does for client-go.
[[nodiscard]] Lease lease_from(const Object& object);

/// The body of a Lease. With `uid` and `resource_version` a PUT of it fails with a conflict when
/// the Lease has changed, is gone, or is another one of that name; both empty for a POST.
[[nodiscard]] boost::json::object lease_body(const ObjectKey& key, const LeaseRecord& record,
                                             const std::string& uid,
                                             const std::string& resource_version);

}  // namespace vedette::op
