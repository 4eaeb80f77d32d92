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

Result<std::shared_ptr<const RE2>> compile(const std::string& pattern, const char* field) {
  RE2::Options options;
  options.set_log_errors(false);
  auto regexp = std::make_shared<const RE2>(pattern, options);
  if (!regexp->ok()) {
    return fail(ErrorKind::Invalid, std::string(field) + ": the pattern " + pattern +
                                        " does not compile: " + regexp->error());
  }
  return regexp;
}

}  // namespace

struct Planner::Impl {
  Proxies proxies;
  Shared<RE2> regexps;
  Shared<TlsProfile> profiles;

  /// Null when the target wants none.
  [[nodiscard]] Result<std::shared_ptr<const Proxy>> proxy_of(const model::Target& target) const {
    if (target.http.proxy.empty()) {
      return nullptr;
    }
    const auto known = proxies.find(target.http.proxy);
    if (known == proxies.end()) {
      return fail(ErrorKind::Invalid,
                  "http.proxy names " + target.http.proxy +
                      ", which this prober does not have; start it with --proxy " +
                      target.http.proxy + "=http://HOST:PORT, or leave http.proxy out");
    }
    return known->second;
  }

  Result<std::shared_ptr<const RE2>> regexp(const std::string& pattern, const char* field) {
    return regexps.get(pattern, [&pattern, field] { return compile(pattern, field); });
  }

  Result<void> compile_all(const std::vector<std::string>& patterns,
                           std::vector<std::shared_ptr<const RE2>>& into) {
    for (const std::string& pattern : patterns) {
      auto compiled = regexp(pattern, "expect.body");
      if (!compiled) {
        return tl::unexpected(std::move(compiled.error()));
      }
      into.push_back(std::move(*compiled));
    }
    return {};
  }

  Result<void> compile_body(const model::BodyExpectation& body, BodyCheck& into) {
    into.contains = body.contains;
    into.not_contains = body.not_contains;
    if (auto done = compile_all(body.matches, into.matches); !done) {
      return done;
    }
    return compile_all(body.not_matches, into.not_matches);
  }

  Result<void> compile_headers(const std::vector<model::HeaderExpectation>& headers,
                               std::vector<HeaderCheck>& into) {
    for (const model::HeaderExpectation& header : headers) {
      HeaderCheck check{header.name, nullptr, nullptr, header.allow_missing};
      auto compiled = regexp(header.matches ? *header.matches : header.not_matches.value_or(""),
                             "expect.headers");
      if (!compiled) {
        return tl::unexpected(std::move(compiled.error()));
      }
      (header.matches ? check.matches : check.not_matches) = std::move(*compiled);
      into.push_back(std::move(check));
    }
    return {};
  }
};

Planner::Planner(Proxies proxies) : impl_(std::make_unique<Impl>()) {
  impl_->proxies = std::move(proxies);
}
Planner::~Planner() = default;

Result<std::shared_ptr<const ProbePlan>> Planner::make(
    std::shared_ptr<const model::Target> target) {
  auto url = model::parse_url(target->url);
  if (!url) {
    return tl::unexpected(std::move(url.error()));
  }
  auto plan = std::make_shared<ProbePlan>();
  auto proxy = impl_->proxy_of(*target);
  if (!proxy) {
    return tl::unexpected(std::move(proxy.error()));
  }
  plan->proxy = std::move(*proxy);
  plan->first = first_hop(*target, std::move(*url));
  plan->request = request_text(*target, plan->first, plan->proxy.get());
  auto profile = impl_->profiles.get(TlsProfile::key_of(target->tls),
                                     [&target] { return TlsProfile::make(target->tls); });
  if (!profile) {
    return tl::unexpected(std::move(profile.error()));
  }
  plan->tls = std::move(*profile);
  const model::Expectation& expect = target->expect;
  if (auto done = impl_->compile_headers(expect.headers, plan->headers); !done) {
    return tl::unexpected(std::move(done.error()));
  }
  if (auto done = impl_->compile_body(expect.body, plan->body); !done) {
    return tl::unexpected(std::move(done.error()));
  }
  plan->json = JsonCheck(expect.json);
  plan->target = std::move(target);
  return plan;
}

}  // namespace vedette::prober
