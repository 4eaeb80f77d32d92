#!/usr/bin/env python3
"""Writes N targets as hand-written manifests would be: one .json file a target set.

Usage: load_targets.py DIR COUNT INTERVAL HTTP_URL HTTPS_URL [TIMEOUT]

Half of them (even numbers) are plain HTTP, half HTTPS with the CA of the site; all look for a
regexp in the page. Written as one YAML file of many documents (JSON is YAML).
"""
import json
import pathlib
import sys


def manifest(number, interval, http_url, https_url, timeout=None):
    spec = {
        "url": f"{http_url if number % 2 == 0 else https_url}?n={number}",
        "interval": interval,
        "expect": {"body": {"matches": ["Service OK, build \\d+"]}},
    }
    if timeout is not None:
        spec["timeout"] = timeout
    if spec["url"].startswith("https:"):
        spec["tls"] = {"caFrom": {"configMapKeyRef": {"name": "site-ca", "key": "ca.crt"}}}
    return {
        "apiVersion": "vedette.dev/v1alpha1",
        "kind": "Target",
        "metadata": {"namespace": "load", "name": f"t{number:06}"},
        "spec": spec,
    }


def main():
    folder, count, *schedule_and_urls = sys.argv[1:]
    lines = [json.dumps({"source": "load", "file": "targets-00", "files": 1, "epoch": 1,
                         "count": int(count)})]
    lines += [json.dumps(manifest(n, *schedule_and_urls)) for n in range(int(count))]
    path = pathlib.Path(folder) / "targets-00.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


main()
