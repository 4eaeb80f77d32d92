#!/usr/bin/env python3
"""Asks blackbox_exporter for each case, reads what the prober's /metrics/targets says, and prints
both as a table in Markdown. Exit 1 when they differ, or agree, where cases.py says otherwise.

Usage: table.py SITE_LOG CLOSED_PORT BLACKBOX_URL VEDETTE.txt
"""
import pathlib
import re
import sys
import time
import urllib.parse
import urllib.request

import cases

SAMPLE = re.compile(r"^(\w+)(?:\{(.*)\})? (\S+)$")
LABEL = re.compile(r'(\w+)="([^"]*)"')
FIELDS = {
    "success": "probe_success",
    "status": "probe_http_status_code",
    "redirects": "probe_http_redirects",
    "ssl": "probe_http_ssl",
    "version": "probe_tls_version_info",
    "end": "probe_ssl_earliest_cert_expiry",
}


def samples(text):
    """Each line of an exposition as (name, labels, value)."""
    for line in text.splitlines():
        match = SAMPLE.match(line)
        if match:
            yield match[1], dict(LABEL.findall(match[2] or "")), float(match[3])


def facts(found):
    """What is compared, as text; a series that is not there is None."""
    seen = dict.fromkeys(FIELDS)
    for name, labels, value in found:
        for field, series in FIELDS.items():
            if name == series:
                seen[field] = labels["version"] if field == "version" else f"{value:.0f}"
    return seen


def ask_blackbox(base, case, url):
    query = urllib.parse.urlencode({"module": case.name, "target": url})
    with urllib.request.urlopen(f"{base}/probe?{query}", timeout=20) as answer:
        return facts(samples(answer.read().decode()))


def shown(field, text):
    if text is None:
        return "–"
    if field != "end":
        return text
    return f"{(float(text) - time.time()) / 86400:+.0f} d"


def same(field, theirs, ours):
    """Ends of certificates are made at one time, not in one second."""
    if field == "end" and theirs is not None and ours is not None:
        return abs(float(theirs) - float(ours)) < 60
    return theirs == ours


def cell(field, theirs, ours):
    if same(field, theirs, ours):
        return shown(field, ours)
    return f"**{shown(field, theirs)} / {shown(field, ours)}**"


def faults(case, theirs, ours):
    for field in FIELDS:
        differs = not same(field, theirs[field], ours[field])
        if differs and field not in case.differs:
            yield f"{case.name}: {field} is {theirs[field]} there and {ours[field]} here"
        if not differs and field in case.differs:
            yield f"{case.name}: {field} is {ours[field]} in both, but cases.py says it differs"


def main():
    site_log, closed_port, blackbox, vedette_file = sys.argv[1:]
    addresses = cases.read_addresses(site_log)
    page = list(samples(pathlib.Path(vedette_file).read_text(encoding="utf-8")))
    found = []
    reasons = {}
    print("| case |", " | ".join(FIELDS), "| why |")
    print("|---|" + "---|" * (len(FIELDS) + 1))
    for case in cases.CASES:
        theirs = ask_blackbox(blackbox, case, cases.url_of(case, addresses, closed_port))
        ours = facts(each for each in page if each[1].get("name") == case.name)
        found += faults(case, theirs, ours)
        marks = [str(reasons.setdefault(why, len(reasons) + 1))
                 for why in dict.fromkeys(case.differs.values())]
        print(f"| {case.name} |", " | ".join(cell(f, theirs[f], ours[f]) for f in FIELDS),
              f"| {', '.join(marks)} |")
    print("\nWhere they differ: **blackbox_exporter / Vedette**.\n")
    for why, number in reasons.items():
        print(f"{number}. {why}.")
    for fault in found:
        print(fault, file=sys.stderr)
    return 1 if found else 0


sys.exit(main())
