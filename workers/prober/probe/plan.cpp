#include "prober/probe/plan.hpp"

#include <re2/re2.h>

#include <string>
#include <unordered_map>
#include <utility>

#include "model/url.hpp"
#include "prober/probe/probe_plan.hpp"

namespace vedette::prober {
namespace {

/// Things that many plans share, found by their text, kept alive by the plans alone.
template <typename T>
class Shared {
 public:
  /// The living thing of that key, or what `make` returns: a Result<shared_ptr<const T>>.
  template <typename Make>
  Result<std::shared_ptr<const T>> get(const std::string& key, Make make) {
    auto& slot = things_[key];
    if (auto thing = slot.lock()) {
      return thing;
    }
    auto made = make();
    if (made) {
      slot = *made;
    } else {
      things_.erase(key);
    }
    if (things_.size() > 2 * swept_size_ + kSweepFrom) {
      sweep();
    }
    return made;
  }

 private:
  static constexpr size_t kSweepFrom = 64;

  void sweep() {
    std::erase_if(things_, [](const auto& entry) { return entry.second.expired(); });
    swept_size_ = things_.size();
  }

  std::unordered_map<std::string, std::weak_ptr<const T>> things_;
  size_t swept_size_ = 0;
};

Result<std::shared_ptr<const RE2>> compile(const std::string& pattern) {
  RE2::Options options;
  options.set_log_errors(false);
  auto regexp = std::make_shared<const RE2>(pattern, options);
  if (!regexp->ok()) {
    return fail(ErrorKind::Invalid,
                "expect.body: the pattern " + pattern + " does not compile: " + regexp->error());
  }
  return regexp;
}

}  // namespace

struct Planner::Impl {
  Shared<RE2> regexps;
  Shared<TlsProfile> profiles;

  Result<void> compile_all(const std::vector<std::string>& patterns,
                           std::vector<std::shared_ptr<const RE2>>& into) {
    for (const std::string& pattern : patterns) {
      auto regexp = regexps.get(pattern, [&pattern] { return compile(pattern); });
      if (!regexp) {
        return tl::unexpected(std::move(regexp.error()));
      }
      into.push_back(std::move(*regexp));
    }
    return {};
  }
};

Planner::Planner() : impl_(std::make_unique<Impl>()) {}
Planner::~Planner() = default;

Result<std::shared_ptr<const ProbePlan>> Planner::make(
    std::shared_ptr<const model::Target> target) {
  auto url = model::parse_url(target->url);
  if (!url) {
    return tl::unexpected(std::move(url.error()));
  }
  auto plan = std::make_shared<ProbePlan>();
  plan->first = first_hop(*target, std::move(*url));
  plan->request = request_text(*target, plan->first);
  auto profile = impl_->profiles.get(TlsProfile::key_of(target->tls),
                                     [&target] { return TlsProfile::make(target->tls); });
  if (!profile) {
    return tl::unexpected(std::move(profile.error()));
  }
  plan->tls = std::move(*profile);
  const model::BodyExpectation& body = target->expect.body;
  if (auto done = impl_->compile_all(body.matches, plan->body.matches); !done) {
    return tl::unexpected(std::move(done.error()));
  }
  if (auto done = impl_->compile_all(body.not_matches, plan->body.not_matches); !done) {
    return tl::unexpected(std::move(done.error()));
  }
  plan->body.contains = body.contains;
  plan->body.not_contains = body.not_contains;
  plan->target = std::move(target);
  return plan;
}

}  // namespace vedette::prober
