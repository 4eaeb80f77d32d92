#pragma once

#include <set>
#include <string>

#include <boost/json/object.hpp>

#include "operator/api/object_data.hpp"
#include "operator/kube/object.hpp"

namespace vedette::op {

enum class OutputKind { ConfigMap, Secret };

/// One of our own output objects as we know it: as we wrote it last or, when somebody else changed
/// it since, as an informer showed it. Not thread-safe.
class OutputView {
 public:
  explicit OutputView(OutputKind kind) : kind_(kind) {}

  /// What an informer's cache shows; null when there is none. False when that is nothing new: what
  /// is known already, or an older version on the way to it.
  [[nodiscard]] bool shown(const ObjectPtr& object);

  /// What the answer to a write, or a list asked for after a conflict, says: newer than all that
  /// was known. Null when there is none.
  void learn(const Object* object);

  [[nodiscard]] OutputKind kind() const { return kind_; }
  [[nodiscard]] bool exists() const { return !version_.empty(); }

  /// All that it holds, foreign keys too; empty when it does not exist or cannot be read.
  [[nodiscard]] const Contents& contents() const { return contents_; }

  /// Adds to the metadata of an apply what makes it a conflict if the object is not as known:
  /// changed (resourceVersion), or deleted meanwhile, perhaps to come again (uid).
  void guard(boost::json::object& body) const;

  /// The merge patch that removes the keys which are not in `wanted`; empty when there are none.
  /// Server-side apply leaves what others added (observed on Kubernetes 1.35).
  [[nodiscard]] boost::json::object removal_of_others(const Contents& wanted) const;

 private:
  void take(const Object* object);

  OutputKind kind_;
  std::string uid_;
  std::string version_;  ///< empty: it does not exist
  Contents contents_;
  std::set<std::string> older_;  ///< versions that a cache may show before version_
};

}  // namespace vedette::op
