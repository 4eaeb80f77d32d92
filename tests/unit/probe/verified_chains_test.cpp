#include "prober/probe/verified_chains.hpp"

#include <chrono>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>

#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <boost/test/unit_test.hpp>

#include "prober/probe/certificates.hpp"
#include "prober/probe/tls_profile.hpp"
#include "support/site/certificates.hpp"

namespace vedette::test {
namespace {

using prober::OpenSslPtr;
using prober::PeerCheck;
using prober::TlsProfile;
using prober::VerifiedChains;
using std::chrono::hours;
using std::chrono::seconds;

constexpr VerifiedChains::Key kOne{1};
constexpr VerifiedChains::Key kOther{2};
constexpr SystemTime kNow{hours(24 * 365 * 50)};
constexpr Micros kMoment{1};

std::string pem_of(X509* certificate) {
  const OpenSslPtr<BIO> bio(BIO_new(BIO_s_mem()));
  BOOST_REQUIRE(PEM_write_bio_X509(bio.get(), certificate) == 1);
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

/// An authority, a profile that trusts it, and handshakes in memory with servers it has signed.
class Handshakes {
 public:
  [[nodiscard]] Identity server(std::chrono::seconds ends = hours(24)) const {
    return make_identity(
        {.common_name = "server", .alternative_names = {"DNS:a.test", "DNS:b.test"}, .ends = ends},
        &authority_);
  }

  /// What the client finds of `server` when it wants `name`.
  [[nodiscard]] PeerCheck shake(const Identity& server, const char* name = "a.test") const {
    const OpenSslPtr<SSL_CTX> context(SSL_CTX_new(TLS_server_method()));
    BOOST_REQUIRE(SSL_CTX_use_certificate(context.get(), server.certificate.get()) == 1);
    BOOST_REQUIRE(SSL_CTX_use_PrivateKey(context.get(), server.key.get()) == 1);
    const OpenSslPtr<SSL> client(SSL_new(profile_->context()));
    const OpenSslPtr<SSL> peer(SSL_new(context.get()));
    BIO* ours = nullptr;
    BIO* theirs = nullptr;
    BOOST_REQUIRE(BIO_new_bio_pair(&ours, 0, &theirs, 0) == 1);
    SSL_set_bio(client.get(), ours, ours);
    SSL_set_bio(peer.get(), theirs, theirs);
    PeerCheck check;
    check.known = &profile_->verified_chains();
    SSL_set_app_data(client.get(), &check);
    BOOST_REQUIRE(SSL_set1_host(client.get(), name) == 1);
    SSL_set_connect_state(client.get());
    SSL_set_accept_state(peer.get());
    for (int turn = 0; turn < 4 && SSL_do_handshake(client.get()) != 1; ++turn) {
      (void)SSL_do_handshake(peer.get());
    }
    return check;
  }

  /// From now on the profile trusts nobody: OpenSSL cannot find any chain good.
  void distrust() { SSL_CTX_set_cert_store(profile_->context(), X509_STORE_new()); }

  [[nodiscard]] const VerifiedChains& known() const { return profile_->verified_chains(); }

 private:
  [[nodiscard]] model::TlsSpec trusting() const {
    model::TlsSpec spec;
    spec.ca = model::Text{{}, pem_of(authority_.certificate.get())};
    return spec;
  }

  Identity authority_ =
      make_identity({.common_name = "authority", .use = CertificateUse::Authority});
  std::shared_ptr<const TlsProfile> profile_ = TlsProfile::make(trusting()).value();
};

BOOST_AUTO_TEST_SUITE(verified_chains_test)

BOOST_AUTO_TEST_CASE(a_good_chain_counts_for_ten_minutes) {
  VerifiedChains chains;
  BOOST_TEST(!chains.find(kOne, kNow).has_value());
  chains.add(kOne, kNow, kNow + hours(1));
  BOOST_TEST((chains.find(kOne, kNow) == kNow + hours(1)));
  BOOST_TEST(chains.find(kOne, kNow + VerifiedChains::kCounts - kMoment).has_value());
  BOOST_TEST(!chains.find(kOne, kNow + VerifiedChains::kCounts).has_value());
  BOOST_TEST(!chains.find(kOther, kNow).has_value());
}

BOOST_AUTO_TEST_CASE(a_chain_counts_until_the_moment_of_its_first_end) {
  VerifiedChains chains;
  chains.add(kOne, kNow, kNow + seconds(30));
  BOOST_TEST(chains.find(kOne, kNow + seconds(30) - kMoment).has_value());
  BOOST_TEST(!chains.find(kOne, kNow + seconds(30)).has_value());
}

BOOST_AUTO_TEST_CASE(a_clock_set_back_before_the_verification_asks_openssl_again) {
  VerifiedChains chains;
  chains.add(kOne, kNow, kNow + hours(1));
  BOOST_TEST(!chains.find(kOne, kNow - kMoment).has_value());
}

BOOST_AUTO_TEST_CASE(as_many_as_are_kept_at_most_are_forgotten_together) {
  VerifiedChains chains;
  for (std::size_t i = 0; i < VerifiedChains::kMost; ++i) {
    VerifiedChains::Key key{};
    std::memcpy(key.data(), &i, sizeof i);
    chains.add(key, kNow, kNow + hours(1));
  }
  BOOST_TEST(chains.size() == VerifiedChains::kMost);
  chains.add({255, 255, 255, 255}, kNow, kNow + hours(1));
  BOOST_TEST(chains.size() == 1U);
}

BOOST_FIXTURE_TEST_CASE(the_same_chain_for_the_same_name_is_not_verified_anew, Handshakes) {
  const Identity one = server();
  const PeerCheck first = shake(one);
  BOOST_TEST(first.error == X509_V_OK);
  distrust();
  const PeerCheck second = shake(one);
  BOOST_TEST(second.error == X509_V_OK);
  BOOST_TEST((second.facts == first.facts));
  BOOST_TEST(second.facts->earliest_not_after.has_value());
}

BOOST_FIXTURE_TEST_CASE(another_name_or_another_chain_is_verified, Handshakes) {
  const Identity one = server();
  BOOST_TEST(shake(one).error == X509_V_OK);
  BOOST_TEST(shake(one, "c.test").error == X509_V_ERR_HOSTNAME_MISMATCH);
  distrust();
  BOOST_TEST(shake(one).error == X509_V_OK);
  BOOST_TEST(shake(one, "b.test").error == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY);
  BOOST_TEST(shake(server()).error == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY);
}

BOOST_FIXTURE_TEST_CASE(what_was_refused_is_not_remembered, Handshakes) {
  const Identity ended = server(-seconds(1));
  BOOST_TEST(shake(ended).error == X509_V_ERR_CERT_HAS_EXPIRED);
  BOOST_TEST(known().size() == 0U);
}

BOOST_FIXTURE_TEST_CASE(a_chain_that_was_good_is_expired_from_its_end_on, Handshakes) {
  const Identity brief = server(seconds(3));
  const PeerCheck before = shake(brief);
  BOOST_REQUIRE(before.error == X509_V_OK);
  BOOST_TEST(shake(brief).error == X509_V_OK);
  BOOST_TEST(known().size() == 1U);
  // OpenSSL asks time(), which may lag behind by a tick of the kernel's.
  std::this_thread::sleep_until(*before.facts->not_after + std::chrono::milliseconds(10));
  BOOST_TEST(shake(brief).error == X509_V_ERR_CERT_HAS_EXPIRED);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::test
