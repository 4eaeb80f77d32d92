#include "operator/kube/api_client.hpp"

#include <csignal>
#include <fstream>

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include "operator/kube/api_writer.hpp"
#include "support/kube/awkward_api.hpp"
#include "support/kube/awkward_words.hpp"
#include "support/temporary_directory.hpp"

namespace vedette::op {
namespace {

using namespace vedette::test;
namespace json = boost::json;

/// A server that does what `act` says, and options for a client of it.
struct Bed {
  AwkwardApi::Handler act = [](const AwkwardRequest&, AwkwardReply& reply) {
    reply.answer(200, "{}");
  };
  AwkwardApi api{
      [this](const AwkwardRequest& request, AwkwardReply& reply) { act(request, reply); }};
  RealClock clock;
  TemporaryDirectory directory;
  ApiClientOptions options;

  Bed() {
    std::signal(SIGPIPE, SIG_IGN);
    options.endpoint.url = api.url();
  }
  void write_token(const char* text) {
    options.token_file = directory.path() / "token";
    std::ofstream(options.token_file) << text;
  }
};

/// An answer that never comes to its end.
void trickle(const AwkwardRequest&, AwkwardReply& reply) {
  reply.begin_stream();
  reply.chunk("{");
  reply.wait_for_hang_up();
}

BOOST_FIXTURE_TEST_SUITE(api_client, Bed)

BOOST_AUTO_TEST_CASE(answer_is_json_and_counted) {
  act = [](const AwkwardRequest&, AwkwardReply& reply) { reply.answer(201, R"({"a":1})"); };
  ApiClient client(options, clock);
  const auto answer = client.call({"GET", "/api"});
  BOOST_REQUIRE(answer);
  BOOST_TEST(json::serialize(*answer) == R"({"a":1})");
  BOOST_TEST(client.requests().at({"GET", 201}) == 1U);
  BOOST_TEST(api.requests()[0].headers.at("accept") == "application/json");
  BOOST_TEST(!api.requests()[0].headers.contains("authorization"));
}

BOOST_AUTO_TEST_CASE(connection_is_kept_for_the_next_call_but_a_post_takes_a_new_one) {
  ApiClient client(options, clock);
  for (const char* method : {"GET", "PATCH", "PUT"})
    BOOST_TEST(client.call({method, "/x", "{}"}).has_value());
  BOOST_TEST(api.connections() == 1U);
  BOOST_TEST(client.call({"POST", "/x", "{}"}).has_value());
  BOOST_TEST(api.connections() == 2U);
}

BOOST_AUTO_TEST_CASE(kept_connection_that_the_server_closed_is_replaced_once) {
  act = [](const AwkwardRequest&, AwkwardReply& reply) {
    reply.answer(200, "{}");
    reply.hang_up();
  };
  ApiClient client(options, clock);
  for (int i = 0; i < 5; ++i) BOOST_TEST(client.call({"PATCH", "/x", "{}"}).has_value());
  BOOST_TEST(api.requests().size() == 5U);
}

BOOST_AUTO_TEST_CASE(request_that_nobody_answers_is_made_twice_at_most_and_a_post_once) {
  ApiClient client(options, clock);
  BOOST_TEST(client.call({"GET", "/x"}).has_value());
  act = [](const AwkwardRequest&, AwkwardReply& reply) { reply.hang_up(); };
  BOOST_TEST((client.call({"PATCH", "/x", "{}"}).error().kind == ErrorKind::Unavailable));
  BOOST_TEST(api.requests().size() == 3U);
  BOOST_TEST((client.call({"POST", "/x", "{}"}).error().kind == ErrorKind::Unavailable));
  BOOST_TEST(api.requests().size() == 4U);
}

BOOST_AUTO_TEST_CASE(refused_token_is_read_again_and_the_call_made_once_more) {
  write_token("old");
  act = [&](const AwkwardRequest& request, AwkwardReply& reply) {
    const bool good = request.headers.at("authorization") == "Bearer new";
    if (!good) write_token("new");
    reply.answer(good ? 200 : 401, good ? "{}" : status_text(401, "Unauthorized", "Unauthorized"));
  };
  ApiClient client(options, clock);
  BOOST_TEST(client.call({"GET", "/x"}).has_value());
  BOOST_TEST(api.requests().size() == 2U);
}

BOOST_AUTO_TEST_CASE(token_that_stays_refused_is_tried_twice) {
  write_token("old");
  act = [](const AwkwardRequest&, AwkwardReply& reply) { reply.answer(401, "Unauthorized\n"); };
  ApiClient client(options, clock);
  const auto answer = client.call({"GET", "/x"});
  BOOST_REQUIRE(!answer);
  BOOST_TEST(answer.error().status == 401);
  BOOST_TEST(api.requests().size() == 2U);
}

BOOST_AUTO_TEST_CASE(token_that_cannot_be_read_asks_nobody) {
  options.token_file = directory.path() / "none";
  ApiClient client(options, clock);
  BOOST_TEST((client.call({"GET", "/x"}).error().kind == ErrorKind::Unavailable));
  BOOST_TEST(api.requests().empty());
}

BOOST_AUTO_TEST_CASE(stream_reads_a_refused_token_again_too) {
  write_token("old");
  act = [&](const AwkwardRequest& request, AwkwardReply& reply) {
    if (request.headers.at("authorization") == "Bearer new") {
      reply.begin_stream();
      reply.chunk("hello");
      return reply.end_stream();
    }
    write_token("new");
    reply.answer(401, "Unauthorized\n");
  };
  ApiClient client(options, clock);
  std::string heard;
  const auto streamed = client.stream("/x", Millis(5'000), {}, [&](std::string_view bytes) {
    heard += bytes;
    return true;
  });
  BOOST_TEST(streamed.has_value());
  BOOST_TEST(heard == "hello");
}

BOOST_AUTO_TEST_CASE(refusal_carries_the_wait_that_the_server_asks_for) {
  act = [](const AwkwardRequest&, AwkwardReply& reply) {
    reply.answer(429, "too many\n", "Retry-After: 2\r\n");
  };
  ApiClient client(options, clock);
  const auto answer = client.call({"GET", "/x"});
  BOOST_REQUIRE(!answer);
  BOOST_TEST((answer.error().kind == ErrorKind::Unavailable));
  BOOST_TEST((answer.error().retry_after == Millis(2'000)));
}

BOOST_AUTO_TEST_CASE(deadline_is_that_of_the_whole_answer_not_of_one_read) {
  act = trickle;
  options.deadline = Millis(200);
  ApiClient client(options, clock);
  const SteadyTime began = std::chrono::steady_clock::now();
  BOOST_TEST((client.call({"GET", "/x"}).error().kind == ErrorKind::TimedOut));
  BOOST_TEST((std::chrono::steady_clock::now() - began < Millis(2'000)));
  BOOST_TEST(api.requests().size() == 1U);
}

BOOST_AUTO_TEST_CASE(server_that_takes_a_connection_and_says_nothing_runs_into_the_deadline) {
  act = [](const AwkwardRequest&, AwkwardReply& reply) { reply.wait_for_hang_up(); };
  options.deadline = Millis(200);
  ApiClient client(options, clock);
  BOOST_TEST((client.call({"POST", "/x", "{}"}).error().kind == ErrorKind::TimedOut));
}

BOOST_AUTO_TEST_CASE(stop_ends_what_is_in_progress_and_all_that_follows) {
  act = trickle;
  ApiClient client(options, clock);
  std::jthread stopper([&] {
    api.wait_for_requests(1);
    client.stop();
  });
  const SteadyTime began = std::chrono::steady_clock::now();
  BOOST_TEST((client.call({"GET", "/x"}).error().kind == ErrorKind::Stopped));
  BOOST_TEST((client.call({"GET", "/x"}).error().kind == ErrorKind::Stopped));
  BOOST_TEST((std::chrono::steady_clock::now() - began < Millis(2'000)));
  BOOST_TEST(api.requests().size() == 1U);
}

BOOST_AUTO_TEST_CASE(answer_is_bounded) {
  act = [](const AwkwardRequest&, AwkwardReply& reply) {
    reply.answer(200, std::string(100'000, ' ') + "{}");
  };
  options.max_answer_bytes = 50'000;
  ApiClient client(options, clock);
  const auto answer = client.call({"GET", "/x"});
  BOOST_REQUIRE(!answer);
  BOOST_TEST((answer.error().kind == ErrorKind::Invalid));
  BOOST_TEST(answer.error().message.find("50000") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(text_that_is_no_json_may_be_cured) {
  act = [](const AwkwardRequest&, AwkwardReply& reply) { reply.answer(200, "<html>"); };
  ApiClient client(options, clock);
  BOOST_TEST((client.call({"GET", "/x"}).error().kind == ErrorKind::Unavailable));
}

BOOST_AUTO_TEST_CASE(redirect_is_not_followed_with_our_token) {
  write_token("secret");
  act = [&](const AwkwardRequest&, AwkwardReply& reply) {
    reply.answer(302, "", "Location: " + api.url() + "/elsewhere\r\n");
  };
  ApiClient client(options, clock);
  BOOST_TEST(client.call({"GET", "/x"}).error().status == 302);
  BOOST_TEST(api.requests().size() == 1U);
}

BOOST_AUTO_TEST_CASE(receiver_that_throws_ends_the_stream) {
  act = trickle;
  ApiClient client(options, clock);
  const auto streamed = client.stream(
      "/x", Millis(5'000), {}, [](std::string_view) -> bool { throw std::runtime_error("no"); });
  BOOST_TEST((streamed.error().kind == ErrorKind::Internal));
}

BOOST_AUTO_TEST_CASE(each_byte_of_a_stream_moves_its_deadline) {
  act = [](const AwkwardRequest&, AwkwardReply& reply) {
    reply.begin_stream();
    for (int i = 0; i < 6; ++i) {
      std::this_thread::sleep_for(Millis(100));  // the server's pace, not a synchronisation
      reply.chunk("x");
    }
    reply.end_stream();
  };
  ApiClient client(options, clock);
  std::size_t heard = 0;
  const auto streamed = client.stream("/x", Millis(400), {}, [&](std::string_view bytes) {
    heard += bytes.size();
    return true;
  });
  BOOST_TEST(streamed.has_value());
  BOOST_TEST(heard == 6U);
}

BOOST_AUTO_TEST_CASE(writer_asks_what_the_api_server_expects) {
  act = [](const AwkwardRequest&, AwkwardReply& reply) { reply.answer(200, object_text("a", 7)); };
  ApiClient client(options, clock);
  ApiWriter writer(client, "manager");
  const json::object body{{"metadata", {{"namespace", "shop"}, {"name", "a"}}}};
  const auto applied = writer.apply(config_maps_resource(), body, Part::Object);
  BOOST_REQUIRE(applied);
  BOOST_TEST(applied->resource_version == "7");
  BOOST_TEST(writer.apply(targets_resource(), body, Part::Status).has_value());
  BOOST_TEST(writer.merge_patch(pods_resource(), {"shop", "p"}, {}).has_value());
  BOOST_TEST(writer.create(events_resource(), "shop", body).has_value());

  const auto requests = api.requests();
  BOOST_TEST(requests[0].method == "PATCH");
  BOOST_TEST(requests[0].target ==
             "/api/v1/namespaces/shop/configmaps/a?fieldManager=manager&force=true");
  BOOST_TEST(requests[0].headers.at("content-type") == "application/apply-patch+yaml");
  BOOST_TEST(requests[0].body == json::serialize(body));
  BOOST_TEST(requests[1].target ==
             "/apis/vedette.dev/v1alpha1/namespaces/shop/targets/a/status"
             "?fieldManager=manager&force=true");
  BOOST_TEST(requests[2].target == "/api/v1/namespaces/shop/pods/p?fieldManager=manager");
  BOOST_TEST(requests[2].headers.at("content-type") == "application/merge-patch+json");
  BOOST_TEST(requests[3].method == "POST");
  BOOST_TEST(requests[3].target ==
             "/apis/events.k8s.io/v1/namespaces/shop/events?fieldManager=manager");
}

BOOST_AUTO_TEST_CASE(list_of_the_writer_is_one_page_or_an_error) {
  std::string more;
  act = [&](const AwkwardRequest&, AwkwardReply& reply) {
    reply.answer(200, list_text(1, {"a", "b"}, more));
  };
  ApiClient client(options, clock);
  ApiWriter writer(client, "manager");
  BOOST_TEST(writer.list(pods_resource(), "shop", "x=y").value().size() == 2U);
  BOOST_TEST(api.requests()[0].parameter("labelSelector") == "x%3Dy");
  more = "token";
  BOOST_TEST((writer.list(pods_resource(), "shop", "x=y").error().kind == ErrorKind::Invalid));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::op
