#include "kafka/statistics_json.hpp"

#include <boost/json.hpp>

namespace vedette::kafka {
namespace {

namespace json = boost::json;

std::int64_t number(const json::object& object, std::string_view name) {
  const json::value* field = object.if_contains(name);
  if (field == nullptr) return 0;
  const json::result<std::int64_t> value = json::try_value_to<std::int64_t>(*field);
  return value ? *value : 0;
}

const json::object& child(const json::object& object, std::string_view name) {
  static const json::object none;
  const json::value* field = object.if_contains(name);
  return field != nullptr && field->is_object() ? field->get_object() : none;
}

bool is_text(const json::object& object, std::string_view name, std::string_view wanted) {
  const json::value* field = object.if_contains(name);
  return field != nullptr && field->is_string() && field->get_string() == wanted;
}

void add_brokers(Statistics& out, const json::object& brokers) {
  for (const auto& [name, value] : brokers) {
    if (!value.is_object()) continue;
    const json::object& broker = value.get_object();
    if (is_text(broker, "state", "UP")) ++out.brokers_up;
    out.retries += static_cast<std::uint64_t>(number(broker, "txretries"));
  }
}

void add_partitions(Statistics& out, const std::string& topic, const json::object& partitions) {
  for (const auto& [name, value] : partitions) {
    if (!value.is_object()) continue;
    const json::object& partition = value.get_object();
    // "none" and "stopped": known, but not read by this consumer.
    if (is_text(partition, "fetch_state", "none") || is_text(partition, "fetch_state", "stopped")) {
      continue;
    }
    out.partitions.push_back({topic, static_cast<std::int32_t>(number(partition, "partition")),
                              number(partition, "hi_offset"), number(partition, "next_offset")});
  }
}

}  // namespace

std::optional<Statistics> parse_statistics(std::string_view text) {
  json::error_code error;
  const json::value root = json::parse(text, error);
  if (error || !root.is_object()) return std::nullopt;
  Statistics out;
  const json::object& all = root.get_object();
  out.transmitted_bytes = static_cast<std::uint64_t>(number(all, "tx_bytes"));
  add_brokers(out, child(all, "brokers"));
  if (!is_text(all, "type", "consumer")) return out;
  for (const auto& [topic, value] : child(all, "topics")) {
    if (value.is_object()) add_partitions(out, topic, child(value.get_object(), "partitions"));
  }
  return out;
}

}  // namespace vedette::kafka
