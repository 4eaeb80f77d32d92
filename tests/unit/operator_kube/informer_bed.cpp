#include "informer_bed.hpp"

#include <csignal>
#include <stdexcept>

namespace vedette::op::test {

Act lists(int version, std::vector<std::string> names, std::string more) {
  return [=](const AwkwardRequest&, AwkwardReply& reply) {
    reply.answer(200, list_text(version, names, more));
  };
}

Act refuses(int status, std::string body, std::string headers) {
  return [=](const AwkwardRequest&, AwkwardReply& reply) { reply.answer(status, body, headers); };
}

Act streams(std::vector<std::string> pieces) {
  return [=](const AwkwardRequest&, AwkwardReply& reply) {
    reply.begin_stream();
    for (const std::string& piece : pieces) reply.chunk(piece);
    reply.wait_for_hang_up();
  };
}

Act streams_and_ends(std::vector<std::string> pieces) {
  return [=](const AwkwardRequest&, AwkwardReply& reply) {
    reply.begin_stream();
    for (const std::string& piece : pieces) reply.chunk(piece);
    reply.end_stream();
  };
}

Act streams_and_breaks(std::vector<std::string> pieces) {
  return [=](const AwkwardRequest&, AwkwardReply& reply) {
    reply.begin_stream();
    for (const std::string& piece : pieces) reply.chunk(piece);
    reply.hang_up();
  };
}

InformerBed::InformerBed(std::vector<Act> for_lists, std::vector<Act> for_watches)
    : for_lists_(std::move(for_lists)),
      for_watches_(std::move(for_watches)),
      api_([this](const AwkwardRequest& request, AwkwardReply& reply) { serve(request, reply); }) {
  std::signal(SIGPIPE, SIG_IGN);
  options.resource = config_maps_resource();
  options.ns = "shop";
  options.thread = "informer";
  options.first_wait = Millis(10);
  options.most_wait = Millis(40);
  client_options.endpoint.url = api_.url();
}

InformerBed::~InformerBed() {
  if (informer_) informer_->stop();
}

void InformerBed::start() {
  client_ = std::make_unique<ApiClient>(client_options, clock_);
  informer_ = std::make_unique<Informer>(
      options, *client_, clock_,
      [this](const ObjectKey& key) {
        {
          const std::lock_guard lock(mutex_);
          told_.push_back(key.name);
        }
        told_changed_.notify_all();
      },
      [this] {
        const std::lock_guard lock(mutex_);
        ++synced_;
      });
  informer_->start();
}

void InformerBed::serve(const AwkwardRequest& request, AwkwardReply& reply) {
  const std::vector<Act>& acts = request.is_watch() ? for_watches_ : for_lists_;
  std::size_t turn = 0;
  {
    const std::lock_guard lock(mutex_);
    turn = request.is_watch() ? watch_++ : list_++;
  }
  acts[std::min(turn, acts.size() - 1)](request, reply);
}

void InformerBed::wait(const std::string& what, const std::function<bool()>& holds) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  std::unique_lock lock(mutex_);
  while (true) {
    lock.unlock();
    const bool done = holds();
    lock.lock();
    if (done) return;
    if (std::chrono::steady_clock::now() > deadline) throw std::runtime_error("never: " + what);
    told_changed_.wait_for(lock, Millis(10));
  }
}

std::string InformerBed::names() const {
  std::string names;
  for (const ObjectPtr& object : informer_->all()) {
    names += (names.empty() ? "" : " ") + object->key.name;
  }
  return names;
}

std::vector<std::string> InformerBed::told() const {
  const std::lock_guard lock(mutex_);
  return told_;
}

int InformerBed::synced_calls() const {
  const std::lock_guard lock(mutex_);
  return synced_;
}

std::vector<AwkwardRequest> InformerBed::watches() const {
  std::vector<AwkwardRequest> watches;
  for (AwkwardRequest& request : api_.requests()) {
    if (request.is_watch()) watches.push_back(std::move(request));
  }
  return watches;
}

std::vector<AwkwardRequest> InformerBed::lists_asked() const {
  std::vector<AwkwardRequest> lists;
  for (AwkwardRequest& request : api_.requests()) {
    if (!request.is_watch()) lists.push_back(std::move(request));
  }
  return lists;
}

}  // namespace vedette::op::test
