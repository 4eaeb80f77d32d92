#include "operator/kube/api_client.hpp"

#include <boost/json/parse.hpp>

#include "operator/kube/api_error.hpp"

namespace vedette::op {
namespace {

namespace json = boost::json;

constexpr std::size_t kMaxIdle = 4;
constexpr std::size_t kMaxRefusalBytes = 65'536;
constexpr int kUnauthorized = 401;

bool succeeded(int status) { return status >= 200 && status < 300; }

HttpRequest request_of(const ApiCall& call) {
  return {call.method, call.path, call.body, call.content_type, {}};
}

}  // namespace

ApiClient::ApiClient(ApiClientOptions options, const Clock& clock)
    : options_(std::move(options)), token_(options_.token_file, options_.token_age, clock) {}

ApiResult<json::value> ApiClient::call(const ApiCall& call, const std::stop_token& stop) {
  const SteadyTime deadline =
      std::chrono::steady_clock::now() + call.deadline.value_or(options_.deadline);
  const auto answer = authorized(
      request_of(call), [&](const HttpRequest& request) { return send(request, deadline, stop); });
  if (!answer) return tl::unexpected(answer.error());
  boost::system::error_code broken;
  json::value value = json::parse(answer->body, broken);
  if (!broken) return value;
  // Not the API server but something before it, or a half answer: it may be cured.
  return tl::unexpected(ApiError{ErrorKind::Unavailable,
                                 answer->head.status,
                                 {},
                                 call.method + " " + call.path +
                                     " was answered with text that is "
                                     "no JSON; is --kube-api an API server?",
                                 std::nullopt});
}

ApiResult<void> ApiClient::stream(const std::string& path, Millis silence,
                                  const std::stop_token& stop,
                                  const std::function<bool(std::string_view)>& receive) {
  const auto send = [&](const HttpRequest& request) -> Result<Answer> {
    Answer answer;
    const auto take = [&](const HttpHead& head, std::string_view bytes) {
      if (succeeded(head.status)) return receive(bytes);
      answer.body += bytes;
      return answer.body.size() <= kMaxRefusalBytes;
    };
    const HttpPatience patience{std::chrono::steady_clock::now() + silence, silence};
    const auto head = connect()->exchange(request, patience, stop, stop_.get_token(), take);
    if (!head) return tl::unexpected(head.error());
    answer.head = *head;
    return answer;
  };
  const auto answer = authorized({"GET", path, {}, {}, {}}, send);
  if (!answer) return tl::unexpected(answer.error());
  return {};
}

ApiResult<ApiClient::Answer> ApiClient::authorized(HttpRequest request, const Send& send) {
  for (bool again = true;; again = false) {
    Result<std::string> token = token_.get();
    if (!token) return tl::unexpected(api_error_from(token.error()));
    request.bearer = *std::move(token);
    Result<Answer> answer = send(request);
    count(request.method, answer ? answer->head.status : 0);
    if (!answer) return tl::unexpected(api_error_from(answer.error()));
    if (succeeded(answer->head.status)) return *std::move(answer);
    if (answer->head.status == kUnauthorized && again && !request.bearer.empty()) {
      token_.refused(request.bearer);
      continue;
    }
    return tl::unexpected(api_error_from(request.method + " " + request.path, answer->head.status,
                                         answer->body, retry_after_from(answer->head.retry_after)));
  }
}

Result<ApiClient::Answer> ApiClient::send(const HttpRequest& request, SteadyTime deadline,
                                          const std::stop_token& stop) {
  Connection connection = request.method == "POST" ? nullptr : take_idle();
  const bool kept = connection != nullptr && connection->is_open();
  if (connection == nullptr) connection = connect();
  Result<Answer> answer = send_over(*connection, request, deadline, stop);
  if (!answer && kept && answer.error().kind == ErrorKind::Unavailable) {
    connection = connect();
    answer = send_over(*connection, request, deadline, stop);
  }
  if (answer) keep(std::move(connection));
  return answer;
}

Result<ApiClient::Answer> ApiClient::send_over(HttpConnection& connection,
                                               const HttpRequest& request, SteadyTime deadline,
                                               const std::stop_token& stop) {
  Answer answer;
  const auto take = [&](const HttpHead&, std::string_view bytes) {
    answer.body += bytes;
    return answer.body.size() <= options_.max_answer_bytes;
  };
  const auto head =
      connection.exchange(request, {deadline, std::nullopt}, stop, stop_.get_token(), take);
  if (!head && answer.body.size() > options_.max_answer_bytes) {
    return fail(ErrorKind::Invalid, request.method + " " + request.path +
                                        " was answered with more than " +
                                        std::to_string(options_.max_answer_bytes) + " bytes");
  }
  if (!head) return tl::unexpected(head.error());
  answer.head = *head;
  return answer;
}

ApiClient::Connection ApiClient::connect() {
  return std::make_unique<HttpConnection>(options_.endpoint, cutter_);
}

ApiClient::Connection ApiClient::take_idle() {
  const std::lock_guard lock(mutex_);
  if (idle_.empty()) return nullptr;
  Connection connection = std::move(idle_.back());
  idle_.pop_back();
  return connection;
}

void ApiClient::keep(Connection connection) {
  const std::lock_guard lock(mutex_);
  if (idle_.size() < kMaxIdle) idle_.push_back(std::move(connection));
}

void ApiClient::count(const std::string& method, int status) {
  const std::lock_guard lock(mutex_);
  ++requests_[{method, status}];
}

RequestCounts ApiClient::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

}  // namespace vedette::op
