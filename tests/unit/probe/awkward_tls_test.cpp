#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <fstream>
#include <functional>
#include <ostream>
#include <sstream>

#include "support/site/raw_server.hpp"
#include "support/site/site.hpp"
#include "support/temporary_directory.hpp"
#include "unit/probe/probe_bed.hpp"

namespace vedette::test {
namespace {

using model::Outcome;
using model::Phase;
using model::Reason;
using model::TlsVersion;
using std::chrono::hours;
using std::chrono::milliseconds;

constexpr auto kSiteIssuer = "CN=Vedette site authority";

std::string read_file(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return std::move(text).str();
}

/// One site for all rows: making the RSA key takes most of the time.
struct FacesBed {
  TemporaryDirectory directory;
  Site site{[this] {
    SiteOptions options;
    options.dir = directory.path();
    return options;
  }()};

  [[nodiscard]] std::string pem(const std::string& name) const {
    return read_file(directory.path() / name);
  }
};

FacesBed& faces() {
  static FacesBed bed;
  return bed;
}

struct SeenCertificate {
  hours leaf_ends = kLeafEnds;      ///< from now
  hours earliest_ends = kLeafEnds;  ///< of what was verified, or else of what was sent
  std::string issuer = kSiteIssuer;
  bool refused = false;
};

/// A server's face, what the target is told beside its URL, and what the probe must say.
struct FaceRow {
  std::string fact;
  TlsFace face;
  Reason reason;
  Phase phase = Phase::Tls;  ///< when it is not up
  std::string version = "1.3";
  std::optional<SeenCertificate> certificate = SeenCertificate{};
  std::function<void(model::Target&)> tell = [](model::Target&) {};

  friend std::ostream& operator<<(std::ostream& out, const FaceRow& row) { return out << row.fact; }
};

void allow_all_versions(model::Target& target) { target.tls.min_version = TlsVersion::V1_0; }

void show_client_certificate(model::Target& target) {
  target.tls.certificate = model::Text{{}, faces().pem("client.crt")};
  target.tls.key = model::Text{{}, faces().pem("client.key")};
}

void show_another_certificate(model::Target& target) {
  target.tls.certificate = model::Text{{}, faces().pem("self-signed.crt")};
  target.tls.key = model::Text{{}, faces().pem("self-signed.key")};
}

void trust_the_old_root(model::Target& target) {
  target.tls.ca = model::Text{{}, faces().pem("old-ca.crt")};
}

void trust_both_roots(model::Target& target) {
  target.tls.ca->value = faces().pem("old-ca.crt") + target.tls.ca->value;
}

void do_not_verify(model::Target& target) { target.tls.insecure_skip_verify = true; }

const SeenCertificate kUntrusted{.refused = true};
const SeenCertificate kExpired{
    .leaf_ends = kEndedYesterday, .earliest_ends = kEndedYesterday, .refused = true};
const SeenCertificate kByIntermediate{.earliest_ends = kIntermediateEnds,
                                      .issuer = "CN=Vedette site intermediate"};
const SeenCertificate kIntermediateMissing{.issuer = "CN=Vedette site intermediate",
                                           .refused = true};
const SeenCertificate kIntermediateExpired{.earliest_ends = kEndedYesterday,
                                           .issuer = "CN=Vedette site old intermediate",
                                           .refused = true};
const SeenCertificate kOldRoot{.earliest_ends = kEndedYesterday, .refused = true};

const std::vector<FaceRow> kFaceRows = {
    {"good", TlsFace::Good, Reason::Ok},
    {"expired", TlsFace::Expired, Reason::CertificateExpired, Phase::Tls, "1.3", kExpired},
    {"not yet valid", TlsFace::NotYetValid, Reason::CertificateNotYetValid, Phase::Tls, "1.3",
     kUntrusted},
    {"self-signed", TlsFace::SelfSigned, Reason::CertificateUntrusted, Phase::Tls, "1.3",
     SeenCertificate{.issuer = "CN=vedette-site", .refused = true}},
    {"untrusted", TlsFace::Untrusted, Reason::CertificateUntrusted, Phase::Tls, "1.3",
     SeenCertificate{.issuer = "CN=Nobody's authority", .refused = true}},
    {"wrong name", TlsFace::WrongName, Reason::CertificateNameMismatch, Phase::Tls, "1.3",
     kUntrusted},
    {"the name in the subject alone", TlsFace::CommonNameOnly, Reason::CertificateNameMismatch,
     Phase::Tls, "1.3", kUntrusted},
    {"the name in the subject alone, accepted unverified", TlsFace::CommonNameOnly, Reason::Ok,
     Phase::Tls, "1.3", kUntrusted, do_not_verify},
    {"RSA", TlsFace::Rsa, Reason::Ok},
    {"an intermediate sent along", TlsFace::WithIntermediate, Reason::Ok, Phase::Tls, "1.3",
     kByIntermediate},
    {"an intermediate not sent", TlsFace::MissingIntermediate, Reason::CertificateUntrusted,
     Phase::Tls, "1.3", kIntermediateMissing},
    {"an expired intermediate", TlsFace::ExpiredIntermediate, Reason::CertificateExpired,
     Phase::Tls, "1.3", kIntermediateExpired},
    {"an expired intermediate, accepted unverified", TlsFace::ExpiredIntermediate, Reason::Ok,
     Phase::Tls, "1.3", kIntermediateExpired, do_not_verify},
    {"an expired old root sent along", TlsFace::OldRootSentAlong, Reason::Ok},
    {"an expired old root sent along and trusted too", TlsFace::OldRootSentAlong, Reason::Ok,
     Phase::Tls, "1.3", SeenCertificate{}, trust_both_roots},
    {"an expired old root, the only one trusted", TlsFace::OldRootSentAlong,
     Reason::CertificateExpired, Phase::Tls, "1.3", kOldRoot, trust_the_old_root},
    {"TLS 1.2 only", TlsFace::Tls12Only, Reason::Ok, Phase::Tls, "1.2"},
    {"TLS 1.2 only, 1.3 wanted", TlsFace::Tls12Only, Reason::TlsHandshake, Phase::Tls, "",
     std::nullopt, [](model::Target& target) { target.tls.min_version = TlsVersion::V1_3; }},
    {"TLS 1.1 only", TlsFace::Tls11Only, Reason::TlsHandshake, Phase::Tls, "", std::nullopt},
    {"TLS 1.1 only, allowed", TlsFace::Tls11Only, Reason::Ok, Phase::Tls, "1.1", SeenCertificate{},
     allow_all_versions},
    {"TLS 1.0 only", TlsFace::Tls10Only, Reason::TlsHandshake, Phase::Tls, "", std::nullopt},
    {"TLS 1.0 only, allowed", TlsFace::Tls10Only, Reason::Ok, Phase::Tls, "1.0", SeenCertificate{},
     allow_all_versions},
    {"a client certificate wanted", TlsFace::ClientCertificate, Reason::TlsHandshake,
     Phase::Processing},
    {"a client certificate wanted, another shown", TlsFace::ClientCertificate, Reason::TlsHandshake,
     Phase::Processing, "1.3", SeenCertificate{}, show_another_certificate},
    {"a client certificate wanted and shown", TlsFace::ClientCertificate, Reason::Ok, Phase::Tls,
     "1.3", SeenCertificate{}, show_client_certificate},
    {"a client certificate wanted under TLS 1.2", TlsFace::Tls12ClientCertificate,
     Reason::TlsHandshake, Phase::Tls, "1.2"},
    {"a client certificate wanted and shown under TLS 1.2", TlsFace::Tls12ClientCertificate,
     Reason::Ok, Phase::Tls, "1.2", SeenCertificate{}, show_client_certificate},
};

void check_end(const std::optional<SystemTime>& end, hours from_now) {
  BOOST_REQUIRE(end);
  const auto off = *end - RealClock().system_now() - from_now;
  BOOST_TEST((off < hours(1) && off > -hours(1)), std::chrono::duration_cast<hours>(off).count()
                                                      << " hours off");
}

void check_certificate(const model::TlsFacts& facts, const SeenCertificate& expected) {
  BOOST_TEST(facts.issuer == expected.issuer);
  BOOST_TEST(facts.sha256.size() == 64U);
  BOOST_TEST(facts.verify_error.has_value() == expected.refused);
  BOOST_TEST(facts.not_before.has_value());
  check_end(facts.not_after, expected.leaf_ends);
  check_end(facts.earliest_not_after, expected.earliest_ends);
}

void check_ending(const model::ProbeFacts& facts, Reason reason, Phase phase) {
  BOOST_TEST(to_text(facts.reason) == to_text(reason), facts.message);
  const bool up = reason == Reason::Ok;
  BOOST_TEST((facts.outcome == (up ? Outcome::Up : Outcome::Down)));
  BOOST_TEST(facts.message.empty() == up, facts.message);
  BOOST_TEST(facts.status_code.has_value() == up);
  BOOST_REQUIRE(facts.phase.has_value() != up);
  if (!up) {
    BOOST_TEST(to_text(*facts.phase) == to_text(phase), facts.message);
  }
}

BOOST_AUTO_TEST_SUITE(awkward_tls_test)

BOOST_DATA_TEST_CASE(each_face_of_tls_has_its_ending_and_its_certificate,
                     boost::unit_test::data::make(kFaceRows), row) {
  model::Target target =
      target_of("https://localhost:" + std::to_string(faces().site.https_port(row.face)) + "/ok");
  target.tls.ca = model::Text{{}, faces().pem("ca.crt")};
  row.tell(target);
  ProbeBed bed;
  const auto facts = bed.probe(target);
  check_ending(facts, row.reason, row.phase);
  BOOST_REQUIRE(facts.tls);
  BOOST_TEST(facts.tls->version == row.version);
  if (row.certificate) {
    check_certificate(*facts.tls, *row.certificate);
  } else {
    BOOST_TEST(!facts.tls->not_after);
  }
}

/// A server that is no TLS server, or stops being one.
struct ScriptRow {
  std::string fact;
  Reason reason;
  RawScript script;

  friend std::ostream& operator<<(std::ostream& out, const ScriptRow& row) {
    return out << row.fact;
  }
};

RawScript hears_hello_and_says(std::string bytes) {
  return [bytes = std::move(bytes)](RawConnection& peer) {
    (void)peer.read_some();
    peer.send(bytes);
    peer.wait_for_close();
  };
}

/// The head of a TLS record (RFC 8446 §5.1).
std::string record(char type, std::size_t size) {
  return {type, 3, 3, static_cast<char>(size >> 8), static_cast<char>(size & 0xFF)};
}

constexpr char kAlert = 21;
constexpr char kHandshake = 22;
constexpr std::size_t kLargestRecord = 16 * 1024;

const std::string kHandshakeFailure = record(kAlert, 2) + std::string{2, 40};
const std::string kUnrecognisedName = record(kAlert, 2) + std::string{2, 112};
/// A record full of HelloRequests, which a client in a handshake passes over (RFC 5246 §7.4.1.1).
const std::string kHelloRequests =
    record(kHandshake, kLargestRecord) + std::string(kLargestRecord, '\0');

constexpr Millis kShortTimeout{400};

const std::vector<ScriptRow> kScriptRows = {
    {"closes at accept", Reason::TlsHandshake,
     [](RawConnection& peer) {
       (void)peer.read_some();  // else the kernel makes it a reset
     }},
    {"resets", Reason::ConnectionReset,
     [](RawConnection& peer) {
       (void)peer.read_some();
       peer.reset();
     }},
    {"closes within the server's hello", Reason::TlsHandshake,
     [](RawConnection& peer) {
       (void)peer.read_some();
       peer.send(record(kHandshake, 122) + std::string{2, 0, 0, 118, 3, 3});
     }},
    {"plain HTTP", Reason::TlsHandshake, hears_hello_and_says("HTTP/1.1 400 Bad Request\r\n\r\n")},
    {"plain text of another protocol", Reason::TlsHandshake,
     hears_hello_and_says("220 mail.example ESMTP\r\n")},
    {"garbage", Reason::TlsHandshake, hears_hello_and_says(std::string(4096, '\xFF'))},
    {"a record of zero bytes", Reason::TlsHandshake, hears_hello_and_says(std::string(4096, '\0'))},
    {"a record over the limit", Reason::TlsHandshake,
     hears_hello_and_says(record(kHandshake, 40'000) + std::string(40'000, 'x'))},
    {"an alert", Reason::TlsHandshake, hears_hello_and_says(kHandshakeFailure)},
    {"an alert about the name", Reason::TlsHandshake, hears_hello_and_says(kUnrecognisedName)},
    {"silent", Reason::Timeout, [](RawConnection& peer) { peer.wait_for_close(); }},
    {"silent after half a record", Reason::Timeout,
     hears_hello_and_says(record(kHandshake, 122) + "half")},
    {"drips a record", Reason::Timeout,
     [](RawConnection& peer) {
       (void)peer.read_some();
       peer.drip(record(kHandshake, 9'000) + std::string{2, 0, 35, 0} + std::string(9'000, 'x'),
                 milliseconds(5));
     }},
    {"floods with HelloRequests", Reason::Timeout,
     [](RawConnection& peer) {
       (void)peer.read_some();
       for (;;) {
         peer.send(kHelloRequests);  // ends when the prober leaves
       }
     }},
};

BOOST_DATA_TEST_CASE(each_broken_handshake_has_its_ending_in_time,
                     boost::unit_test::data::make(kScriptRows), row) {
  RawServer server(row.script);
  ProbeBed bed;
  const auto facts =
      bed.probe("https://127.0.0.1:" + std::to_string(server.port()) + "/", kShortTimeout);
  check_ending(facts, row.reason, Phase::Tls);
  if (row.reason == Reason::Timeout) {  // and the time went to the phase that was open
    BOOST_TEST((facts.durations.tls > facts.durations.total / 2));
  }
  BOOST_TEST((facts.durations.total <= kShortTimeout + milliseconds(400)),  // a busy machine
             facts.durations.total.count() << " µs");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::test
