#include "integration/prober_egress/ways.hpp"

#include <ostream>

namespace vedette::test {
namespace {

using Ends = Way::Ends;

/// Addresses as they stand in a URL, in the forms that parsers, kernels and routers understand.
std::vector<Way> literals() {
  return {
      {"loopback", "http://127.0.0.1/"},
      {"loopback, not .1", "http://127.8.9.10/"},
      {"the unspecified address, which is loopback", "http://0.0.0.0/"},
      {"private 10/8", "http://10.0.0.1/"},
      {"private 172.16/12", "http://172.31.255.254/"},
      {"private 192.168/16", "http://192.168.1.1/"},
      {"shared 100.64/10", "http://100.64.0.1/"},
      {"the cloud's metadata service", "http://169.254.169.254/latest/meta-data/"},
      {"another cloud's metadata service", "http://100.100.100.200/"},
      {"a wire server", "http://168.63.129.16/"},
      {"reserved", "http://240.0.0.1/"},
      {"multicast", "http://224.0.0.1/", {}, Ends::Blocked, true},
      {"broadcast", "http://255.255.255.255/", {}, Ends::Blocked, true},
      {"what --deny-cidr names", "http://203.0.113.7/"},
      {"a port that --allow-port leaves out", "http://198.51.100.1:81/"},
      {"IPv6 loopback", "http://[::1]/"},
      {"IPv6 loopback, written out", "http://[0:0:0:0:0:0:0:1]/"},
      {"the unspecified IPv6 address", "http://[::]/"},
      {"unique local", "http://[fd12:3456::1]/"},
      {"IPv6 metadata service", "http://[fd00:ec2::254]/"},
      {"site-local", "http://[fec0::1]/"},
      {"IPv6 link-local", "http://[fe80::1]/", {}, Ends::Blocked, true},
      {"IPv6 multicast", "http://[ff02::1]/", {}, Ends::Blocked, true},
      {"IPv4-mapped loopback", "http://[::ffff:127.0.0.1]/"},
      {"IPv4-mapped in hexadecimal", "http://[::ffff:a9fe:a9fe]/"},
      {"IPv4-mapped, written out", "http://[0:0:0:0:0:ffff:0a00:0001]/"},
      {"IPv4-mapped unspecified address", "http://[::ffff:0.0.0.0]/"},
      {"IPv4-mapped address of --deny-cidr", "http://[::ffff:203.0.113.7]/"},
      {"IPv4-compatible", "http://[::127.0.0.1]/"},
      {"IPv4-translated", "http://[::ffff:0:10.0.0.1]/"},
      {"NAT64", "http://[64:ff9b::169.254.169.254]/"},
      {"NAT64 of the network's own", "http://[64:ff9b:1::10.0.0.1]/"},
      {"NAT64 of the network's own, 48 bits", "http://[64:ff9b:1:a00:0:100::]/"},
      {"6to4", "http://[2002:7f00:1::1]/"},
      {"Teredo", "http://[2001:0:4136:e378:8000:63bf:80ff:fffe]/"},
      {"ISATAP", "http://[2001:db8::5efe:10.0.0.1]/"},
  };
}

/// Literals that getaddrinfo() and browsers take for addresses, and zones.
std::vector<Way> refused() {
  return {
      {"one decimal number", "http://2130706433/", {}, Ends::BadTarget},
      {"one hexadecimal number", "http://0x7f000001/", {}, Ends::BadTarget},
      {"one octal number", "http://017700000001/", {}, Ends::BadTarget},
      {"an octal part", "http://0177.0.0.1/", {}, Ends::BadTarget},
      {"a hexadecimal part", "http://0x7f.0.0.1/", {}, Ends::BadTarget},
      {"a hexadecimal part at the end", "http://127.0.0.0x1/", {}, Ends::BadTarget},
      {"parts left out", "http://127.1/", {}, Ends::BadTarget},
      {"a final dot", "http://127.0.0.1./", {}, Ends::BadTarget},
      {"an IPv6 zone", "http://[fe80::1%25lo]/", {}, Ends::BadTarget},
      {"an IPv6 zone, not escaped", "http://[::1%lo]/", {}, Ends::BadTarget},
      {"percent-encoded digits", "http://%31%32%37.0.0.1/", {}, Ends::BadTarget},
      {"digits of full width", "http://\uFF11\uFF12\uFF17.0.0.1/", {}, Ends::BadTarget},
      {"a user before the address", "http://example.com@127.0.0.1/", {}, Ends::BadTarget},
      {"a backslash", "http://127.0.0.1\\@example.com/", {}, Ends::BadTarget},
  };
}

/// Names; what they resolve to is in ways_test.cpp.
std::vector<Way> names() {
  return {
      {"the name localhost", "http://localhost/"},
      {"a name of loopback", "http://loopback.test/"},
      {"a name with a final dot", "http://loopback.test./"},
      {"a name in capitals", "http://LOOPBACK.test/"},
      {"a name in the search list", "http://internal/"},
      {"a name of the metadata service", "http://metadata.test/"},
      {"a name of many denied addresses", "http://many.test/"},
      {"a name of IPv6 loopback", "http://loopback6.test/"},
      {"a name of an IPv4-mapped address", "http://mapped.test/"},
      {"a name of a NAT64 address", "http://nat64.test/"},
  };
}

/// An allowed site leads there.
std::vector<Way> redirects() {
  return {
      {"a redirect to loopback", "http://198.51.100.1/", {"http://127.0.0.1/"}},
      {"a redirect without a scheme", "http://198.51.100.1/", {"//169.254.169.254/"}},
      {"a redirect to an IPv4-mapped address",
       "http://198.51.100.1/",
       {"http://[::ffff:10.0.0.1]/"}},
      {"a redirect to another port", "http://198.51.100.1/", {"http://198.51.100.1:81/"}},
      {"a redirect to a name", "http://198.51.100.1/", {"http://loopback.test/"}},
      {"the last of three redirects",
       "http://198.51.100.1/",
       {"/there", "http://198.51.100.2/", "http://192.168.0.1/"}},
      {"a name rebound between two hops", "http://rebinding.test/", {"/again"}},
      {"an IPv6 name rebound between two hops", "http://rebinding6.test/", {"/again"}},
      {"a redirect to a decimal number",
       "http://198.51.100.1/",
       {"http://2130706433/"},
       Ends::BadRedirect},
      {"a redirect to an IPv6 zone",
       "http://198.51.100.1/",
       {"http://[fe80::1%25lo]/"},
       Ends::BadRedirect},
      {"a redirect to another scheme",
       "http://198.51.100.1/",
       {"gopher://127.0.0.1/"},
       Ends::BadRedirect},
  };
}

/// A proxy, which would go there for us. Its own connections count as those on the way.
std::vector<Way> through_proxy() {
  std::vector<Way> some = {
      {"loopback through a proxy", "http://127.0.0.1/"},
      {"the metadata service through a proxy", "http://169.254.169.254/"},
      {"an IPv4-mapped address through a proxy", "http://[::ffff:10.0.0.1]/"},
      {"NAT64 through a proxy", "http://[64:ff9b::a9fe:a9fe]/"},
      {"IPv6 loopback through a proxy", "http://[::1]/"},
      {"a port through a proxy", "http://shop.test:81/"},
      {"a redirect through a proxy", "http://shop.test/", {"http://192.168.0.1/"}},
      {"a decimal number through a proxy",
       "http://shop.test/",
       {"http://2130706433/"},
       Ends::BadRedirect},
  };
  for (Way& way : some) way.through_proxy = true;
  return some;
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const Way& way) {
  return out << way.what << " (" << way.url << ")";
}

std::vector<Way> ways() {
  std::vector<Way> all;
  for (const auto& some : {literals(), refused(), names(), redirects(), through_proxy()}) {
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

}  // namespace vedette::test
