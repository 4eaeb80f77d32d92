#!/usr/bin/env python3
"""Says how late a prober's last results began and, with a server's stamps, how true their totals are.

Usage: last_results.py TARGETS.json [SERVER.log]

TARGETS.json: the prober's page /targets, with each target's last result. SERVER.log: for each
request its number, when its connection was accepted and when its answer was sent (Unix µs), and
how many requests waited then.
Prints `results not_up late_p50 late_p99`, with SERVER.log on a second line
`samples in_flight error_p50 error_p99`; times in ms. The error is the total less what lay between
the stamps: what TCP takes before accept() and what a busy prober or server adds.
"""
import datetime
import json
import sys

MOST_LATE_US = 5_000_000  # between the start and accept(): less than the interval


def unix_us(text):
    time = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    since = time - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
    return since // datetime.timedelta(microseconds=1)


def percentiles(values):
    return [sorted(values)[min(len(values) - 1, int(share * len(values)))] for share in (0.5, 0.99)]


def read_stamps(path):
    """Number -> (accepted, sent, waiting) of each request."""
    stamps = {}
    with open(path, encoding="utf-8") as file:
        for line in file:
            number, *rest = map(int, line.split())
            stamps.setdefault(number, []).append(rest)
    return stamps


def compare(results, stamps):
    errors, waiting = [], []
    for url, result in results:
        started = unix_us(result["startedAt"])
        for accepted, sent, others in stamps.get(int(url.rpartition("=")[2]), []):
            if 0 <= accepted - started <= MOST_LATE_US:
                errors.append(abs(result["totalUs"] - (sent - accepted)) / 1000)
                waiting.append(others)
    if not errors:
        sys.exit("last_results.py: no result of the page is in the server's log")
    return len(errors), percentiles(waiting)[0], *percentiles(errors)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        targets = json.load(file)["targets"]
    results = [(each["url"], each["last"]) for each in targets if "last" in each]
    up = [(url, last) for url, last in results if last["outcome"] == "up"]
    late = [(unix_us(last["startedAt"]) - unix_us(last["scheduledAt"])) / 1000 for _, last in results]
    print(len(results), len(targets) - len(up), *percentiles(late))
    if len(sys.argv) > 2:
        print(*compare(up, read_stamps(sys.argv[2])))


main()
