#include "unit/awkward/awkward_place.hpp"

#include <chrono>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace vedette::test {
namespace {

using std::chrono::milliseconds;
using Manner = DnsAnswer::Manner;

SiteOptions with_faces(const TemporaryDirectory& directory) {
  SiteOptions options;
  options.dir = directory.path();
  return options;
}

/// Certificates know whole seconds.
SystemTime this_second() {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

std::map<std::string, DnsAnswer> names() {
  const std::string good = "127.0.0.1";
  const std::string unreachable = "224.0.0.1";  // TCP reaches no multicast group
  return {
      {"good.test", {.addresses = {good}}},
      {"slow.test", {.addresses = {good}, .delay = milliseconds(200)}},
      {"silent.test", {.manner = Manner::Silence}},
      {"late.test", {.addresses = {good}, .delay = milliseconds(10'000)}},
      {"empty.test", {}},
      {"v6.test", {.addresses = {"::1"}}},
      {"broken.test", {.code = 2}},
      {"refusing.test", {.code = 5}},
      {"garbage.test", {.manner = Manner::Garbage}},
      {"truncated.test", {.addresses = {good}, .manner = Manner::Truncated}},
      {"black-hole.test", {.addresses = {kBlackHole}}},
      {"black-hole-first.test", {.addresses = {kBlackHole, good}}},
      {"black-hole-last.test", {.addresses = {kRefusing, kBlackHole}}},
      {"refused.test", {.addresses = {kRefusing, "127.0.0.4"}}},
      {"refused-first.test", {.addresses = {kRefusing, good}}},
      {"unreachable.test", {.addresses = {unreachable}}},
      {"unreachable-first.test", {.addresses = {unreachable, good}}},
  };
}

}  // namespace

AwkwardPlace::AwkwardPlace()
    : begun_(this_second()),
      site_(with_faces(directory_)),
      made_(this_second()),
      scripts_(awkward_scripts(site_)),
      dns_(names()) {}

std::string AwkwardPlace::pem(const std::string& file) const {
  std::ostringstream text;
  if (!(text << std::ifstream(directory_.path() / file).rdbuf())) {
    throw std::runtime_error("the site wrote no file " + file);
  }
  return std::move(text).str();
}

AwkwardPlace& awkward_place() {
  static AwkwardPlace place;
  return place;
}

}  // namespace vedette::test
