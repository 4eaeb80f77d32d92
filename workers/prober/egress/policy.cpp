#include "prober/egress/policy.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "prober/egress/address_forms.hpp"

namespace vedette::prober {

namespace ip = boost::asio::ip;

namespace {

/// What a mode denies, and each stricter one with it.
struct Denied {
  EgressMode mode;
  const char* range;
  const char* name;
};

/// From IANA's registries of special-purpose addresses (RFC 6890) and the clouds' manuals. The
/// metadata addresses stand alone, too, so that allowing the network around one does not allow it.
constexpr std::array kDenied{
    Denied{EgressMode::Cluster, "0.0.0.0/8", "this machine"},
    Denied{EgressMode::Cluster, "127.0.0.0/8", "loopback"},
    Denied{EgressMode::Cluster, "169.254.0.0/16", "link-local"},
    Denied{EgressMode::Cluster, "224.0.0.0/4", "multicast"},
    Denied{EgressMode::Cluster, "255.255.255.255/32", "broadcast"},
    Denied{EgressMode::Cluster, "::/128", "this machine"},
    Denied{EgressMode::Cluster, "::1/128", "loopback"},
    Denied{EgressMode::Cluster, "fe80::/10", "link-local"},
    Denied{EgressMode::Cluster, "ff00::/8", "multicast"},
    // AWS, Azure, Google Cloud, OpenStack and others
    Denied{EgressMode::Cluster, "169.254.169.254/32", "metadata service"},
    Denied{EgressMode::Cluster, "169.254.170.2/32", "credentials of AWS ECS"},
    Denied{EgressMode::Cluster, "169.254.170.23/32", "credentials of AWS EKS"},
    Denied{EgressMode::Cluster, "fd00:ec2::23/128", "credentials of AWS EKS"},
    Denied{EgressMode::Cluster, "fd00:ec2::254/128", "metadata service of AWS"},
    Denied{EgressMode::Cluster, "fd20:ce::254/128", "metadata service of Google Cloud"},
    Denied{EgressMode::Cluster, "168.63.129.16/32", "wire server of Azure"},
    Denied{EgressMode::Cluster, "100.100.100.200/32", "metadata service of Alibaba Cloud"},
    Denied{EgressMode::Cluster, "192.0.0.192/32", "metadata service of Oracle Cloud"},
    Denied{EgressMode::Tenant, "10.0.0.0/8", "private"},
    Denied{EgressMode::Tenant, "172.16.0.0/12", "private"},
    Denied{EgressMode::Tenant, "192.168.0.0/16", "private"},
    Denied{EgressMode::Tenant, "100.64.0.0/10", "shared"},
    Denied{EgressMode::Tenant, "192.0.0.0/24", "protocol assignments"},
    Denied{EgressMode::Tenant, "198.18.0.0/15", "benchmarking"},
    Denied{EgressMode::Tenant, "240.0.0.0/4", "reserved"},
    Denied{EgressMode::Tenant, "fc00::/7", "unique local"},
    Denied{EgressMode::Tenant, "fec0::/10", "site-local"},
};

const char* word_of(EgressMode mode) {
  switch (mode) {
    case EgressMode::Open:
      return "open";
    case EgressMode::Cluster:
      return "cluster";
    case EgressMode::Tenant:
      return "tenant";
  }
  return "";
}

}  // namespace

EgressPolicy::EgressPolicy(const EgressOptions& options) : ports_(options.ports) {
  // Behind those that are as narrow: who comes first here goes before.
  const auto add = [this](Rule rule) {
    const auto narrower = [](const Rule& a, const Rule& b) {
      return a.range.length() > b.range.length();
    };
    const auto place = std::upper_bound(rules_.begin(), rules_.end(), rule, narrower);
    rules_.insert(place, std::move(rule));
  };
  for (const AddressRange& range : options.deny) {
    add({range, true, "--deny-cidr denies " + range.text()});
  }
  for (const AddressRange& range : options.allow) {
    add({range, false});
  }
  for (const Denied& denied : kDenied) {
    if (denied.mode > options.mode) {
      continue;
    }
    const AddressRange range = AddressRange::parse(denied.range).value();
    add({range, true,
         std::string("--egress ") + word_of(options.mode) + " denies " + range.text() + ", " +
             denied.name});
  }
}

const EgressPolicy::Rule* EgressPolicy::rule_for(const ip::address& form) const {
  const auto rule = std::find_if(rules_.begin(), rules_.end(),
                                 [&form](const Rule& each) { return each.range.holds(form); });
  return rule == rules_.end() ? nullptr : &*rule;
}

std::optional<std::string> EgressPolicy::denial_of_port(std::uint16_t port) const {
  if (ports_.empty() || std::find(ports_.begin(), ports_.end(), port) != ports_.end()) {
    return std::nullopt;
  }
  return "--allow-port does not name " + std::to_string(port);
}

std::optional<std::string> EgressPolicy::denial(const ip::tcp::endpoint& endpoint) const {
  if (auto rule = denial_of_port(endpoint.port())) {
    return rule;
  }
  if (rules_.empty()) {
    return std::nullopt;
  }
  const std::vector<ip::address> forms = forms_of(endpoint.address());
  for (const ip::address& form : forms) {
    const Rule* rule = rule_for(form);
    if (rule != nullptr && rule->denies) {
      const bool plain = form.is_v4() == endpoint.address().is_v4();
      return plain ? rule->says : rule->says + ", and the address holds " + form.to_string();
    }
  }
  return std::nullopt;
}

}  // namespace vedette::prober
