"""What is compared: each case a page, how both probers are told to look at it, and where they are
known to differ, and why. The pages and TLS faces are those of tests/support/site/README.md."""
import dataclasses
import json
import pathlib

PAGE = "Service OK, build \\d+"
TIMEOUT_S = 2


@dataclasses.dataclass
class Case:
    name: str
    path: str = "/ok"
    face: str = "http"  # or one of the site's TLS faces, or "closed": a port where nobody listens
    blackbox: dict = dataclasses.field(default_factory=dict)  # beside what all modules have
    vedette: dict = dataclasses.field(default_factory=dict)  # beside what all specs have
    trusts: bool = True  # the site's authority
    # The field that differs -> why. Fields: success, status, redirects, ssl, version, end.
    differs: dict = dataclasses.field(default_factory=dict)


REDIRECTS = "blackbox_exporter counts the redirects that it met, Vedette those that it followed"
LAST_HOP = ("blackbox_exporter tells of TLS on the last hop; Vedette of the last hop that had it, since "
            "the certificate that visitors meet first can end too")
NO_ANSWER = ("blackbox_exporter tells nothing of TLS without an answer; Vedette tells what was presented, "
             "so that a refused certificate says when it ends or ended")

CASES = [
    Case("ok"),
    Case("body", blackbox={"fail_if_body_not_matches_regexp": [PAGE]},
         vedette={"expect": {"body": {"matches": [PAGE]}}}),
    Case("wrong-body", "/wrong-body", blackbox={"fail_if_body_not_matches_regexp": [PAGE]},
         vedette={"expect": {"body": {"matches": [PAGE]}}}),
    Case("status-204", "/status/204"),
    Case("status-404", "/status/404"),
    Case("status-503", "/status/503"),
    Case("status-404-wanted", "/status/404", blackbox={"valid_status_codes": [404]},
         vedette={"expect": {"statusCodes": ["404"]}}),
    Case("redirect", "/redirect-chain?n=1"),
    Case("redirects", "/redirect-chain?n=3"),
    Case("redirect-not-followed", "/redirect-chain?n=1",
         blackbox={"follow_redirects": False, "valid_status_codes": [302]},
         vedette={"http": {"redirects": {"mode": "None"}}, "expect": {"statusCodes": ["302"]}},
         differs={"redirects": REDIRECTS}),
    Case("redirect-loop", "/redirect-loop", differs={"redirects": REDIRECTS}),
    Case("redirect-to-https", "/redirect?to={good}/ok"),
    Case("redirect-to-http", "/redirect?to={http}/ok", face="good",
         differs={"ssl": LAST_HOP, "version": LAST_HOP, "end": LAST_HOP}),
    Case("gzip", "/gzip?bytes=4096", blackbox={"compression": "gzip"},
         vedette={"http": {"compression": "Gzip"}}),
    Case("chunked", "/chunked?bytes=4096"),
    Case("slow", "/slow?ms=5000"),
    Case("basic", "/basic", blackbox={"basic_auth": {"username": "vedette", "password": "sentry"}},
         vedette={"http": {"headers": [
             {"name": "Authorization", "value": "Basic dmVkZXR0ZTpzZW50cnk="}]}}),
    Case("unauthorized", "/basic"),
    Case("nobody-listens", face="closed"),
    Case("https", face="good"),
    Case("https-rsa", face="rsa"),
    Case("https-tls12", face="tls12-only"),
    Case("https-tls10", face="tls10-only"),
    Case("https-tls10-wanted", face="tls10-only",
         blackbox={"tls_config": {"min_version": "TLS10"}},
         vedette={"tls": {"minVersion": "TLS1.0"}}),
    Case("https-intermediate", face="with-intermediate"),
    Case("https-expired", face="expired",
         differs={"version": NO_ANSWER, "end": NO_ANSWER}),
    Case("https-expired-skipped", face="expired",
         blackbox={"tls_config": {"insecure_skip_verify": True}},
         vedette={"tls": {"insecureSkipVerify": True}}),
    Case("https-not-yet-valid", face="not-yet-valid",
         differs={"version": NO_ANSWER, "end": NO_ANSWER}),
    Case("https-wrong-name", face="wrong-name",
         differs={"version": NO_ANSWER, "end": NO_ANSWER}),
    Case("https-self-signed", face="self-signed",
         differs={"version": NO_ANSWER, "end": NO_ANSWER}),
    Case("https-untrusted", face="good", trusts=False,
         differs={"version": NO_ANSWER, "end": NO_ANSWER}),
    Case("https-missing-intermediate", face="missing-intermediate",
         differs={"version": NO_ANSWER, "end": NO_ANSWER}),
    Case("https-client-certificate", face="client-certificate",
         differs={"version": NO_ANSWER, "end": NO_ANSWER}),
]


def read_addresses(site_log):
    return json.loads(pathlib.Path(site_log).read_text(encoding="utf-8").splitlines()[0])


def url_of(case, addresses, closed_port):
    faces = {"http": addresses["http"], "closed": f"http://127.0.0.1:{closed_port}",
             **addresses["https"]}
    return faces[case.face] + case.path.format(**faces)
