#include "prober/publish/result_message.hpp"

#include <string>

#include "base/time_text.hpp"
#include "kafka/topics.hpp"
#include "model/probe_result_json.hpp"

namespace vedette::prober {

kafka::Message result_message(const model::ProbeResult& result) {
  kafka::Message message;
  message.topic = kafka::kResultsTopic;
  message.key = to_text(result.target.id);
  message.value = to_json(result);
  message.headers = {{"ce_specversion", "1.0"},
                     {"ce_id", result_id(result)},
                     {"ce_source", "/vedette/" + result.target.source + "/" + result.location},
                     {"ce_type", std::string(model::kProbeResultType)},
                     {"ce_time", to_rfc3339(result.produced_at)},
                     {"content-type", "application/json"}};
  return message;
}

}  // namespace vedette::prober
