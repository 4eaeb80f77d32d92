#include "support/site/site.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <set>
#include <stdexcept>

#include "support/temporary_directory.hpp"
#include "unit/site/client.hpp"

namespace vedette::test {
namespace {

namespace ssl = boost::asio::ssl;

ssl::context trusting(const std::filesystem::path& dir) {
  ssl::context context(ssl::context::tls_client);
  context.load_verify_file((dir / "ca.crt").string());
  context.set_verify_mode(ssl::verify_peer);
  return context;
}

BOOST_AUTO_TEST_SUITE(site_test)

BOOST_AUTO_TEST_CASE(serves_pages_and_logs_the_request) {
  Site site;
  const Heard heard = exchange(site.http_port(), get_request("/ok"));
  BOOST_TEST(heard.text.find("Service OK, build 4711") != std::string::npos);
  BOOST_TEST_REQUIRE(site.log().wait_for(1, std::chrono::seconds(5)));
  const RecordedRequest request = site.log().all().front();
  BOOST_TEST(request.method == "GET");
  BOOST_TEST(request.path == "/ok");
  BOOST_TEST(request.header("host") == "site");
  BOOST_TEST(request.port == site.http_port());
}

BOOST_AUTO_TEST_CASE(a_chunked_page_has_several_chunks_and_an_end) {
  Site site;
  const std::string text = exchange(site.http_port(), get_request("/chunked?bytes=64")).text;
  BOOST_TEST(text.find("Transfer-Encoding: chunked") != std::string::npos);
  BOOST_TEST(text.find("\r\n10\r\n") != std::string::npos);
  BOOST_TEST(text.ends_with("\r\n0\r\n\r\n"));
}

BOOST_AUTO_TEST_CASE(a_head_request_gets_no_body) {
  Site site;
  const std::string text =
      exchange(site.http_port(), "HEAD /ok HTTP/1.1\r\nHost: s\r\nConnection: close\r\n\r\n").text;
  BOOST_TEST(text.find("Content-Length: 58") != std::string::npos);
  BOOST_TEST(text.ends_with("\r\n\r\n"));
}

BOOST_AUTO_TEST_CASE(stop_does_not_wait_for_a_slow_answer) {
  Site site;
  std::jthread client([&] { (void)exchange(site.http_port(), get_request("/slow?ms=600000")); });
  BOOST_TEST_REQUIRE(site.log().wait_for(1, std::chrono::seconds(5)));
  site.stop();  // ends the client too, which is joined next
}

BOOST_AUTO_TEST_CASE(a_taken_port_is_an_error_that_names_it) {
  const Site first;
  SiteOptions options;
  options.http_port = first.http_port();
  BOOST_CHECK_EXCEPTION(Site second(options), std::runtime_error, [&](const std::exception& error) {
    return std::string(error.what()).find(std::to_string(options.http_port)) != std::string::npos;
  });
}

BOOST_DATA_TEST_CASE(only_healthy_faces_pass_verification,
                     boost::unit_test::data::make(kTlsFaces)) {
  const TemporaryDirectory directory;
  SiteOptions options;
  options.dir = directory.path();
  Site site(options);
  ssl::context context = trusting(directory.path());
  context.use_certificate_file((directory.path() / "client.crt").string(), ssl::context::pem);
  context.use_private_key_file((directory.path() / "client.key").string(), ssl::context::pem);

  const Heard heard = exchange(site.https_port(sample), get_request("/ok"), context);

  // The name is not looked at here, so WrongName passes; nor is TLS 1.0 or 1.1 spoken.
  const std::set sick{TlsFace::Expired,
                      TlsFace::NotYetValid,
                      TlsFace::SelfSigned,
                      TlsFace::Tls10Only,
                      TlsFace::Tls11Only,
                      TlsFace::Untrusted,
                      TlsFace::MissingIntermediate,
                      TlsFace::ExpiredIntermediate};
  const bool healthy = !sick.contains(sample);
  BOOST_TEST((heard.text.find("Service OK") != std::string::npos) == healthy);
}

BOOST_AUTO_TEST_CASE(the_face_that_wants_a_client_certificate_refuses_without_one) {
  const TemporaryDirectory directory;
  SiteOptions options;
  options.dir = directory.path();
  Site site(options);
  ssl::context context = trusting(directory.path());
  const Heard heard =
      exchange(site.https_port(TlsFace::ClientCertificate), get_request("/ok"), context);
  BOOST_TEST(heard.text.empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace

std::ostream& operator<<(std::ostream& out, TlsFace face) { return out << name_of(face); }

}  // namespace vedette::test
