#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "operator/kube/informer.hpp"
#include "support/kube/awkward_api.hpp"
#include "support/kube/awkward_words.hpp"

namespace vedette::op::test {

using vedette::test::AwkwardApi;
using vedette::test::AwkwardReply;
using vedette::test::AwkwardRequest;
using vedette::test::bookmark_line;
using vedette::test::error_line;
using vedette::test::event_line;
using vedette::test::list_text;
using vedette::test::status_text;

/// What the server does with one request.
using Act = std::function<void(const AwkwardRequest&, AwkwardReply&)>;

/// Answers a list.
[[nodiscard]] Act lists(int version, std::vector<std::string> names, std::string more = {});
[[nodiscard]] Act refuses(int status, std::string body, std::string headers = {});
/// Sends `pieces` of a stream, then leaves it open until the client goes.
[[nodiscard]] Act streams(std::vector<std::string> pieces);
/// Sends them and ends the stream properly.
[[nodiscard]] Act streams_and_ends(std::vector<std::string> pieces);
/// Sends them and closes the connection in the middle.
[[nodiscard]] Act streams_and_breaks(std::vector<std::string> pieces);

/// An informer of ConfigMaps with short patience, and the server that it meets. The n-th LIST and
/// the n-th WATCH meet the n-th act, later ones the last.
class InformerBed {
 public:
  InformerBed(std::vector<Act> for_lists, std::vector<Act> for_watches);
  ~InformerBed();

  InformerOptions options;
  ApiClientOptions client_options;

  void start();
  /// Waits until `holds` does, looking after each change that the informer told of and every
  /// 10 ms. Throws std::runtime_error after 10 s.
  void wait(const std::string& what, const std::function<bool()>& holds);

  [[nodiscard]] Informer& informer() { return *informer_; }
  [[nodiscard]] AwkwardApi& api() { return api_; }
  /// The names in the cache, "a b c".
  [[nodiscard]] std::string names() const;
  /// The names that were told, in their order.
  [[nodiscard]] std::vector<std::string> told() const;
  [[nodiscard]] int synced_calls() const;
  /// Of the requests so far.
  [[nodiscard]] std::vector<AwkwardRequest> watches() const;
  [[nodiscard]] std::vector<AwkwardRequest> lists_asked() const;

 private:
  void serve(const AwkwardRequest& request, AwkwardReply& reply);

  RealClock clock_;
  std::vector<Act> for_lists_;
  std::vector<Act> for_watches_;
  mutable std::mutex mutex_;
  std::condition_variable told_changed_;
  std::size_t list_ = 0;           // guarded by mutex_
  std::size_t watch_ = 0;          // guarded by mutex_
  std::vector<std::string> told_;  // guarded by mutex_
  int synced_ = 0;                 // guarded by mutex_
  AwkwardApi api_;
  std::unique_ptr<ApiClient> client_;
  std::unique_ptr<Informer> informer_;
};

}  // namespace vedette::op::test
