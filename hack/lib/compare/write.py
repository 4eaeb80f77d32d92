#!/usr/bin/env python3
"""Writes blackbox_exporter's modules and Vedette's targets of all cases, one a line each.

Usage: write.py SITE_LOG CERTS CLOSED_PORT BLACKBOX.yml TARGETS.yaml
"""
import json
import pathlib
import sys

import cases


def merged(base, more):
    """Both, `more` winning; objects are merged, the rest is replaced."""
    both = dict(base)
    for key, value in more.items():
        inner = isinstance(value, dict) and isinstance(both.get(key), dict)
        both[key] = merged(both[key], value) if inner else value
    return both


def module(case, certs):
    tls = {"ca_file": f"{certs}/ca.crt"} if case.trusts else {}
    http = {"preferred_ip_protocol": "ip4", "tls_config": tls}
    return {"prober": "http", "timeout": f"{cases.TIMEOUT_S}s", "http": merged(http, case.blackbox)}


def manifest(case, url):
    spec = {"url": url, "interval": "10s", "timeout": f"{cases.TIMEOUT_S}s"}
    if case.trusts and "https:" in url:
        spec["tls"] = {"caFrom": {"configMapKeyRef": {"name": "site", "key": "ca.crt"}}}
    return {"apiVersion": "vedette.dev/v1alpha1", "kind": "Target",
            "metadata": {"namespace": "compare", "name": case.name},
            "spec": merged(spec, case.vedette)}


def main():
    site_log, certs, closed_port, blackbox_file, targets_file = sys.argv[1:]
    addresses = cases.read_addresses(site_log)
    modules = {case.name: module(case, certs) for case in cases.CASES}
    pathlib.Path(blackbox_file).write_text(json.dumps({"modules": modules}), encoding="utf-8")
    lines = [json.dumps(manifest(case, cases.url_of(case, addresses, closed_port)))
             for case in cases.CASES]
    pathlib.Path(targets_file).write_text("\n---\n".join(lines) + "\n", encoding="utf-8")


main()
