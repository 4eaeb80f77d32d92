#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "prober/engine/assignment.hpp"
#include "prober/engine/probe_function.hpp"

namespace vedette::prober {

/// Not null, and nobody looks into it: the probes of these tests are fakes.
inline std::shared_ptr<const ProbePlan> some_plan() {
  static const int nothing = 0;
  return {std::shared_ptr<void>(), reinterpret_cast<const ProbePlan*>(&nothing)};
}

/// A target that is probed often, ready for a fake probe.
inline Assignment fake_target(const std::string& name, std::uint64_t spec_hash = 1) {
  model::Target target;
  target.source = "default";
  target.ns = "shop";
  target.name = name;
  target.id = model::make_target_id(target.source, target.ns, target.name);
  target.url = "http://" + name + ".example/";
  target.interval = Millis(300);
  target.timeout = Millis(200);
  target.spec_hash = spec_hash;
  return {std::make_shared<const model::Target>(target), some_plan(), {}, 0};
}

inline model::ProbeFacts fake_facts(model::Outcome outcome, model::Reason reason) {
  model::ProbeFacts facts;
  facts.outcome = outcome;
  facts.reason = reason;
  return facts;
}

/// Answers at once, after what `before` does on the prober's thread.
inline ProbeFactory answer(model::ProbeFacts with, std::function<void()> before = nullptr) {
  return [=](boost::asio::io_context&) -> ProbeFn {
    return [=](std::shared_ptr<const ProbePlan>,
               SteadyTime) -> boost::asio::awaitable<model::ProbeFacts> {
      if (before) before();
      co_return with;
    };
  };
}

/// Answers `with` when its deadline comes.
inline ProbeFactory answer_at_deadline(model::ProbeFacts with, std::atomic<int>& running) {
  return [=, &running](boost::asio::io_context& io) -> ProbeFn {
    return [=, &io, &running](std::shared_ptr<const ProbePlan>,
                              SteadyTime deadline) -> boost::asio::awaitable<model::ProbeFacts> {
      boost::asio::steady_timer timer(io, deadline);
      ++running;
      running.notify_all();
      co_await timer.async_wait(boost::asio::use_awaitable);
      co_return with;
    };
  };
}

}  // namespace vedette::prober
