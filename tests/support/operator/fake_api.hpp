#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "operator/kube/object_reader.hpp"
#include "operator/kube/object_writer.hpp"

namespace vedette::op::test {

/// An API server in memory, as far as the operator writes to one: resourceVersions, conflicts,
/// server-side apply that leaves what others added. Bodies are plain JSON. Thread-safe.
class FakeApi final : public ObjectWriter {
 public:
  /// Answers to the next requests, first to last, instead of what they ask for.
  std::deque<ApiError> failures;
  /// Called before each request, with its kind and the object's name: the moment to change
  /// something else, or to fail.
  std::function<void(const std::string& kind, const std::string& name)> before = [](auto&, auto&) {
  };
  /// Kind and name of every write that came through and changed something, in their order.
  std::vector<std::pair<std::string, std::string>> writes;

  [[nodiscard]] ApiResult<Object> apply(const Resource& resource, const boost::json::object& body,
                                        Part part) override;
  [[nodiscard]] ApiResult<Object> merge_patch(const Resource& resource, const ObjectKey& key,
                                              const boost::json::object& patch) override;
  [[nodiscard]] ApiResult<Object> create(const Resource& resource, const std::string& ns,
                                         const boost::json::object& body) override;
  [[nodiscard]] ApiResult<std::vector<Object>> list(const Resource& resource, const std::string& ns,
                                                    const std::string& label_selector) override;

  /// What a user does with kubectl: creates or replaces an object. A changed spec is a new
  /// generation.
  void put(const Resource& resource, boost::json::object body);
  void remove(const Resource& resource, const ObjectKey& key);

  /// Null when there is none.
  [[nodiscard]] ObjectPtr get(const Resource& resource, const ObjectKey& key) const;
  [[nodiscard]] std::vector<ObjectPtr> all(const Resource& resource) const;

 private:
  struct Stored {
    std::string uid;
    std::int64_t version = 0;
    std::int64_t generation = 1;
    boost::json::object body;
    std::map<std::string, std::vector<std::string>> applied;  ///< keys of ours in data, binaryData
  };
  using Place = std::pair<std::string, ObjectKey>;  ///< plural, where

  [[nodiscard]] ApiResult<Object> answer(const ObjectKey& key, const Stored& stored) const;
  [[nodiscard]] std::optional<ApiError> next_failure(const std::string& kind,
                                                     const std::string& name);
  void changed(const Resource& resource, const std::string& name, Stored& stored);

  mutable std::mutex mutex_;
  std::map<Place, Stored> objects_;
  std::int64_t version_ = 100;
  int uids_ = 0;
};

/// A cache of one kind that is as old as the last refresh(): an informer whose stream is in the
/// test's hands.
class FakeCache final : public ObjectReader {
 public:
  /// `api` must outlive it. An empty selector takes everything, else "label" or "label=value".
  FakeCache(const FakeApi& api, const Resource& resource, std::string selector = {});

  /// Takes what the API server has now; returns the keys of what was added, changed or deleted.
  std::vector<ObjectKey> refresh();

  bool complete = true;  ///< what synced() says

  [[nodiscard]] bool synced() const override { return complete; }
  [[nodiscard]] ObjectPtr find(const ObjectKey& key) const override;
  [[nodiscard]] std::vector<ObjectPtr> all() const override;

 private:
  const FakeApi& api_;
  Resource resource_;
  std::string selector_;
  mutable std::mutex mutex_;
  std::map<ObjectKey, ObjectPtr> objects_;
};

}  // namespace vedette::op::test
