#include "operator/kube/lease_election.hpp"

#include <pthread.h>

#include <random>
#include <utility>

#include <boost/json/serialize.hpp>

#include "operator/kube/api_error.hpp"
#include "operator/kube/resource.hpp"
#include "runtime/logging.hpp"

namespace vedette::op {
namespace {

constexpr Millis kFarewell{900};  // of each of the three requests of a release

}  // namespace

LeaseElection::LeaseElection(LeaseElectionOptions options, ApiClient& client, const Clock& clock,
                             Events events)
    : options_(std::move(options)),
      client_(client),
      clock_(clock),
      events_(std::move(events)),
      candidacy_(options_.identity, options_.times) {}

LeaseElection::~LeaseElection() { end_thread(); }

void LeaseElection::start() {
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
  pthread_setname_np(thread_.native_handle(), "lease");
}

void LeaseElection::end_thread() {
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
}

bool LeaseElection::is_leader_now() const {
  const std::lock_guard lock(mutex_);
  return candidacy_.leads(clock_.steady_now());
}

std::string LeaseElection::holder() const {
  const std::lock_guard lock(mutex_);
  return candidacy_.lease() ? candidacy_.lease()->record.holder : std::string();
}

void LeaseElection::run(const std::stop_token& stop) {
  bool led = false;
  std::minstd_rand random(std::random_device{}());
  // Candidates do not try in step (client-go's JitterFactor); a leader renews without delay.
  std::uniform_real_distribution<double> jitter(1.0, 2.2);
  while (!stop.stop_requested()) {
    round(stop);
    if (stop.stop_requested()) return;
    std::unique_lock lock(mutex_);
    const SteadyTime now = clock_.steady_now();
    if (candidacy_.lost(now)) {
      lock.unlock();
      runtime::log_error("Lost the leadership", {{"lease", to_text(options_.lease)}});
      return events_.lost();
    }
    if (candidacy_.leads(now) && !std::exchange(led, true)) {
      lock.unlock();
      runtime::log_info("Gained the leadership",
                        {{"lease", to_text(options_.lease)}, {"identity", options_.identity}});
      events_.gained();
      lock.lock();
    }
    const auto wait =
        led ? options_.times.retry
            : std::chrono::duration_cast<Millis>(options_.times.retry * jitter(random));
    sleeping_.wait_for(lock, stop, wait, [] { return false; });
  }
}

void LeaseElection::round(const std::stop_token& stop) {
  const Millis deadline = options_.times.renew_deadline / 2;
  // A leader renews on top of what it wrote last; only a conflict makes it look.
  if (!is_leader_now() && !read(deadline, stop)) return;
  std::optional<LeaseRecord> record;
  const SteadyTime sent = clock_.steady_now();
  {
    const std::lock_guard lock(mutex_);
    record = candidacy_.wish(clock_.system_now(), sent);
  }
  if (!record) return;
  ApiResult<Lease> lease = write(*record, deadline, stop);
  if (!lease) {
    report("Failed to write the lease; trying again", lease.error());
    // Whose it is now is found out before the next try, by a leader too.
    if (lease.error().conflict()) static_cast<void>(read(deadline, stop));
    return;
  }
  failing_ = false;
  const std::lock_guard lock(mutex_);
  candidacy_.wrote(*std::move(lease), sent);
}

bool LeaseElection::read(Millis deadline, const std::stop_token& stop) {
  const auto answer = client_.call({.method = "GET",
                                    .path = leases_resource().object_path(options_.lease),
                                    .deadline = deadline},
                                   stop);
  std::optional<Lease> lease;
  if (answer) {
    const Result<Object> object = object_from(*answer);
    if (!object) {
      report("Failed to read the lease; trying again", api_error_from(object.error()));
      return false;
    }
    lease = lease_from(*object);
  } else if (!answer.error().not_found()) {
    report("Failed to read the lease; trying again", answer.error());
    return false;
  }
  const std::lock_guard lock(mutex_);
  candidacy_.seen(std::move(lease), clock_.steady_now());
  return true;
}

ApiResult<Lease> LeaseElection::write(const LeaseRecord& record, Millis deadline,
                                      const std::stop_token& stop) {
  std::optional<Lease> old;
  {
    const std::lock_guard lock(mutex_);
    old = candidacy_.lease();
  }
  const Resource& leases = leases_resource();
  const auto body =
      lease_body(options_.lease, record, old ? old->uid : "", old ? old->resource_version : "");
  const auto answer = client_.call(
      {.method = old ? "PUT" : "POST",
       .path = old ? leases.object_path(options_.lease) : leases.collection_path(options_.lease.ns),
       .body = boost::json::serialize(body),
       .deadline = deadline},
      stop);
  if (!answer) return tl::unexpected(answer.error());
  const Result<Object> object = object_from(*answer);
  if (!object) return tl::unexpected(api_error_from(object.error()));
  return lease_from(*object);
}

void LeaseElection::report(std::string_view what, const ApiError& error) {
  if (error.kind == ErrorKind::Stopped || std::exchange(failing_, true)) return;
  runtime::log_warning(what, {{"lease", to_text(options_.lease)}, {"error", error.message}});
}

void LeaseElection::release() {
  end_thread();
  const auto resign = [this] {
    const std::lock_guard lock(mutex_);
    return candidacy_.resign(clock_.system_now());
  };
  std::optional<LeaseRecord> record = resign();
  if (!record) return;
  ApiResult<Lease> lease = write(*record, kFarewell, {});
  // A renewal that was in progress may have been done, though nobody heard the answer.
  if (!lease && lease.error().conflict() && read(kFarewell, {})) {
    record = resign();
    if (!record) return;
    lease = write(*record, kFarewell, {});
  }
  if (lease) {
    runtime::log_info("Released the leadership", {{"lease", to_text(options_.lease)}});
  } else {
    runtime::log_warning("Failed to release the leadership; the next leader waits for it to expire",
                         {{"error", lease.error().message}});
  }
}

}  // namespace vedette::op
