#include "prober/fitness/connectivity_record.hpp"

#include <fmt/format.h>

namespace vedette::prober {

using model::Reason;

bool may_be_our_network(Reason reason) {
  switch (reason) {
    case Reason::DnsNotFound:
    case Reason::DnsTimeout:
    case Reason::DnsError:
    case Reason::ConnectionRefused:
    case Reason::ConnectionReset:
    case Reason::ConnectionClosed:
    case Reason::NetworkUnreachable:
    case Reason::Timeout:
    case Reason::TlsHandshake:
    case Reason::CertificateUntrusted:  // whoever intercepts a network shows its own
    case Reason::CertificateNameMismatch:
    case Reason::BodyTruncated:
    case Reason::ProxyError:
    case Reason::LatencyExceeded:
      return true;
    default:
      return false;
  }
}

Failure failure_of_round(const std::vector<CheckEnding>& endings) {
  const CheckEnding& first = endings.front();
  const bool ours = first.facts.outcome == model::Outcome::Unknown;
  const std::string what =
      endings.size() == 1
          ? fmt::format("the connectivity check of {} fails", first.url)
          : fmt::format("none of {} connectivity checks passes, {} not", endings.size(), first.url);
  return {ours ? first.facts.reason : Reason::ProberOffline,
          fmt::format("{} ({}: {}); see to the prober's network, or to --connectivity-check", what,
                      to_text(first.facts.reason), first.facts.message)};
}

SteadyTime ConnectivityRecord::next_round() const {
  if (!last_) return SteadyTime::min();
  if (last_->failure) return last_->began + kSoon;
  if (!asked_ || *asked_ + kAlert <= last_->began) return last_->began + kPeriod;
  return last_->began + (*asked_ > last_->began ? kAtOnce : kSoon);
}

bool ConnectivityRecord::decides(SteadyTime failed) const {
  return last_ && (last_->failure || last_->began >= failed);
}

std::optional<Failure> ConnectivityRecord::excuse(SteadyTime began, SteadyTime failed,
                                                  SteadyTime now) const {
  if (last_ && last_->failure) return last_->failure;
  const SteadyTime proof = now - failed < kDoubt ? began : failed;
  if (last_ && last_->began >= proof) return std::nullopt;
  return Failure{Reason::ProberOffline, "no connectivity check has passed since"};
}

}  // namespace vedette::prober
