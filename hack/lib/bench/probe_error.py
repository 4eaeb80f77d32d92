#!/usr/bin/env python3
"""Compares the totals that a prober reports with the stamps of the server that answered.

Usage: probe_error.py TARGETS.json SERVER.log MOST_LATE_MS

TARGETS.json: the prober's page /targets, with each target's last result. SERVER.log: for each
request its number, receipt and answer (Unix µs), and how many waited when it was answered.
Prints `samples in_flight error_p50 error_p99 late_p50 late_p99`, times in ms. The error is the
total less what lay between the stamps: connecting and what a busy prober adds.
"""
import datetime
import json
import sys


def unix_us(text):
    time = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    since = time - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
    return since // datetime.timedelta(microseconds=1)


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def main():
    targets_path, log_path, near = sys.argv[1], sys.argv[2], int(sys.argv[3]) * 1000
    served = {}
    with open(log_path, encoding="utf-8") as file:
        for line in file:
            if line.endswith("\n") and line.count(" ") == 3:
                number, received, sent, waiting = map(int, line.split())
                served.setdefault(number, []).append((received, sent, waiting))
    errors, late, waiting = [], [], []
    with open(targets_path, encoding="utf-8") as file:
        targets = json.load(file)["targets"]
    for target in targets:
        last = target.get("last")
        if last is None or last["outcome"] != "up":
            continue
        started = unix_us(last["startedAt"])
        for received, sent, others in served.get(int(target["url"].rpartition("=")[2]), []):
            if 0 <= received - started <= near:
                errors.append(abs(last["totalUs"] - (sent - received)) / 1000)
                waiting.append(others)
                late.append((started - unix_us(last["scheduledAt"])) / 1000)
    if not errors:
        sys.exit("probe_error.py: no result of the page is in the server's log")
    print(len(errors), percentile(waiting, 0.5), percentile(errors, 0.5), percentile(errors, 0.99),
          percentile(late, 0.5), percentile(late, 0.99))


main()
