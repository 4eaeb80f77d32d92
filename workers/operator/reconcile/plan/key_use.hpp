#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "operator/api/object_data.hpp"

namespace vedette::op {

/// Which contents the lines of one file need, and how large they are together. A content that
/// several lines need counts once.
class KeyUse {
 public:
  /// Contents that are known; more may be learnt. `known` must outlive it.
  explicit KeyUse(const Contents& known) : known_(known) {}

  void add(const std::vector<std::string>& keys);
  /// REQUIRES: each was added before.
  void remove(const std::vector<std::string>& keys);

  /// Bytes of all contents in use; those that are not known count nothing.
  [[nodiscard]] std::size_t bytes() const { return bytes_; }
  /// Each key in use and how often.
  [[nodiscard]] const std::map<std::string, std::size_t>& uses() const { return uses_; }

 private:
  [[nodiscard]] std::size_t size_of(const std::string& key) const;

  const Contents& known_;
  std::map<std::string, std::size_t> uses_;
  std::size_t bytes_ = 0;
};

}  // namespace vedette::op
