#include "prober/probe_now/trace_json.hpp"

#include <optional>
#include <string_view>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "base/time_text.hpp"
#include "base/utf8.hpp"
#include "model/probe_result_json.hpp"

namespace vedette::prober {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostText = 2048;

/// Boost.JSON writes invalid UTF-8 as it is.
std::string clean(std::string_view text) { return clean_utf8(text, kMostText); }

void put_time(json::object& out, std::string_view name, const std::optional<SystemTime>& time) {
  if (time) out.emplace(name, to_rfc3339(*time));
}

template <typename T>
json::array array_of(const std::vector<T>& elements, json::value (*to_json)(const T&)) {
  json::array out;
  for (const T& element : elements) out.push_back(to_json(element));
  return out;
}

json::value line(const std::string& text) { return json::value(clean(text)); }

json::value address(const TracedAddress& traced) {
  return json::object{{"address", clean(traced.address)}, {"what", clean(traced.what)}};
}

json::value certificate(const TracedCertificate& traced) {
  json::object out{{"subject", clean(traced.subject)},
                   {"issuer", clean(traced.issuer)},
                   {"sha256", clean(traced.sha256)}};
  put_time(out, "notBefore", traced.not_before);
  put_time(out, "notAfter", traced.not_after);
  return out;
}

json::value hop(const TracedHop& traced) {
  json::object out{{"url", clean(traced.url)}};
  if (!traced.proxy.empty()) out.emplace("proxy", clean(traced.proxy));
  out.emplace("addresses", array_of(traced.addresses, address));
  if (!traced.chain.empty()) out.emplace("chain", array_of(traced.chain, certificate));
  out.emplace("request", array_of(traced.request, line));
  out.emplace("answer", array_of(traced.answer, line));
  return out;
}

json::value check(const TracedCheck& traced) {
  return json::object{{"field", clean(traced.field)},
                      {"expected", clean(traced.expected)},
                      {"saw", clean(traced.saw)},
                      {"met", traced.met}};
}

}  // namespace

std::string probed_json(const ProbeDesk::Probed& probed) {
  const json::object trace{{"hops", array_of(probed.trace->hops, hop)},
                           {"checks", array_of(probed.trace->checks, check)}};
  return R"({"result":)" + to_json(probed.result) + R"(,"trace":)" + json::serialize(trace) + "}\n";
}

std::string error_json(const std::string& message) {
  return json::serialize(json::object{{"error", clean(message)}}) + "\n";
}

}  // namespace vedette::prober
