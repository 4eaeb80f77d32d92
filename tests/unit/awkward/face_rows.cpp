#include <utility>

#include "unit/awkward/awkward_place.hpp"
#include "unit/awkward/row.hpp"

namespace vedette::test {

using model::Phase;
using model::Reason;
using model::TlsVersion;

namespace {

void allow_all_versions(model::Target& target) { target.tls.min_version = TlsVersion::V1_0; }
void want_tls13(model::Target& target) { target.tls.min_version = TlsVersion::V1_3; }
void do_not_verify(model::Target& target) { target.tls.insecure_skip_verify = true; }

void show_client_certificate(model::Target& target, const AwkwardPlace& place) {
  target.tls.certificate = model::Text{{}, place.pem("client.crt")};
  target.tls.key = model::Text{{}, place.pem("client.key")};
}

void show_another_certificate(model::Target& target, const AwkwardPlace& place) {
  target.tls.certificate = model::Text{{}, place.pem("self-signed.crt")};
  target.tls.key = model::Text{{}, place.pem("self-signed.key")};
}

void trust_the_old_root(model::Target& target, const AwkwardPlace& place) {
  target.tls.ca = model::Text{{}, place.pem("old-ca.crt")};
}

void trust_both_roots(model::Target& target, const AwkwardPlace& place) {
  target.tls.ca = model::Text{{}, place.pem("old-ca.crt") + place.pem("ca.crt")};
}

SeenCertificate failing(int verify_error) { return {.verify_error = verify_error}; }

SeenCertificate by_intermediate(int verify_error, std::chrono::hours earliest_ends) {
  return {.earliest_ends = earliest_ends,
          .issuer = "CN=Vedette site intermediate",
          .verify_error = verify_error};
}

/// A face that a target without further wishes meets over TLS 1.3.
Row meets(TlsFace face, Reason reason, SeenCertificate seen) {
  const Expected ends = reason == Reason::Ok ? up(200) : down(reason, Phase::Tls);
  return {.server = "",
          .when = "",
          .expected = ends.over_tls({.certificate = std::move(seen)}),
          .face = face};
}

std::vector<Row> certificate_rows() {
  const SeenCertificate expired{.leaf_ends = kEndedYesterday,
                                .earliest_ends = kEndedYesterday,
                                .verify_error = X509_V_ERR_CERT_HAS_EXPIRED};
  SeenCertificate self_signed = failing(X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT);
  self_signed.issuer = "CN=vedette-site";
  SeenCertificate untrusted = failing(X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY);
  untrusted.issuer = "CN=Nobody's authority";
  const SeenCertificate wrong_name = failing(X509_V_ERR_HOSTNAME_MISMATCH);
  std::vector<Row> rows = {
      meets(TlsFace::Good, Reason::Ok, {}),
      meets(TlsFace::Rsa, Reason::Ok, {}),
      meets(TlsFace::Expired, Reason::CertificateExpired, expired),
      meets(TlsFace::NotYetValid, Reason::CertificateNotYetValid,
            failing(X509_V_ERR_CERT_NOT_YET_VALID)),
      meets(TlsFace::SelfSigned, Reason::CertificateUntrusted, self_signed),
      meets(TlsFace::Untrusted, Reason::CertificateUntrusted, untrusted),
      meets(TlsFace::WrongName, Reason::CertificateNameMismatch, wrong_name),
      meets(TlsFace::CommonNameOnly, Reason::CertificateNameMismatch, wrong_name),
  };
  Row unverified = meets(TlsFace::CommonNameOnly, Reason::Ok, wrong_name);
  unverified.when = "accepted unverified";
  unverified.adjust = do_not_verify;
  rows.push_back(unverified);
  return rows;
}

std::vector<Row> chain_rows() {
  SeenCertificate expired = by_intermediate(X509_V_ERR_CERT_HAS_EXPIRED, kEndedYesterday);
  expired.issuer = "CN=Vedette site old intermediate";
  SeenCertificate old_root = failing(X509_V_ERR_CERT_HAS_EXPIRED);
  old_root.earliest_ends = kEndedYesterday;
  std::vector<Row> rows = {
      meets(TlsFace::WithIntermediate, Reason::Ok, by_intermediate(X509_V_OK, kIntermediateEnds)),
      meets(TlsFace::MissingIntermediate, Reason::CertificateUntrusted,
            by_intermediate(X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, kLeafEnds)),
      meets(TlsFace::ExpiredIntermediate, Reason::CertificateExpired, expired),
      meets(TlsFace::OldRootSentAlong, Reason::Ok, {}),
  };
  Row unverified = meets(TlsFace::ExpiredIntermediate, Reason::Ok, expired);
  unverified.when = "accepted unverified";
  unverified.adjust = do_not_verify;
  rows.push_back(unverified);
  Row both = meets(TlsFace::OldRootSentAlong, Reason::Ok, {});
  both.when = "the old one is trusted too";
  both.papers = trust_both_roots;
  rows.push_back(both);
  Row old = meets(TlsFace::OldRootSentAlong, Reason::CertificateExpired, old_root);
  old.when = "the old one alone is trusted";
  old.papers = trust_the_old_root;
  rows.push_back(old);
  return rows;
}

std::vector<Row> version_rows() {
  const SeenTls nothing{.version = "", .certificate = {}};
  const Expected refused = down(Reason::TlsHandshake, Phase::Tls).over_tls(nothing);
  const auto over = [](const char* version) { return up(200).over_tls({.version = version}); };
  const auto row = [](TlsFace face, const char* when, Expected expected,
                      std::function<void(model::Target&)> adjust) {
    return Row{.server = "",
               .when = when,
               .expected = std::move(expected),
               .adjust = std::move(adjust),
               .face = face};
  };
  const auto nothing_special = [](model::Target&) {};
  return {
      row(TlsFace::Tls12Only, "", over("1.2"), nothing_special),
      row(TlsFace::Tls12Only, "1.3 wanted", refused, want_tls13),
      row(TlsFace::Tls11Only, "", refused, nothing_special),
      row(TlsFace::Tls11Only, "allowed", over("1.1"), allow_all_versions),
      row(TlsFace::Tls10Only, "", refused, nothing_special),
      row(TlsFace::Tls10Only, "allowed", over("1.0"), allow_all_versions),
  };
}

std::vector<Row> client_certificate_rows() {
  const auto row = [](TlsFace face, const char* when, Expected expected) {
    return Row{.server = "", .when = when, .expected = std::move(expected), .face = face};
  };
  // Under TLS 1.3 a server judges the client's certificate after the client's handshake has ended.
  const Expected late = down(Reason::TlsHandshake, Phase::Processing).over_tls({});
  std::vector<Row> rows = {
      row(TlsFace::ClientCertificate, "", late),
      row(TlsFace::ClientCertificate, "another shown", late),
      row(TlsFace::ClientCertificate, "shown", up(200).over_tls({})),
      row(TlsFace::Tls12ClientCertificate, "",
          down(Reason::TlsHandshake, Phase::Tls).over_tls({.version = "1.2"})),
      row(TlsFace::Tls12ClientCertificate, "shown", up(200).over_tls({.version = "1.2"})),
  };
  rows[1].papers = show_another_certificate;
  rows[2].papers = show_client_certificate;
  rows[4].papers = show_client_certificate;
  return rows;
}

}  // namespace

std::vector<Row> face_rows() {
  std::vector<Row> all;
  for (auto&& rows :
       {certificate_rows(), chain_rows(), version_rows(), client_certificate_rows()}) {
    all.insert(all.end(), rows.begin(), rows.end());
  }
  return all;
}

}  // namespace vedette::test
