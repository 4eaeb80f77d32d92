#!/usr/bin/env python3
"""Prints what each pod of a Deployment uses, as kubelet measures it: one line per pod.

    pod_usage.py NAMESPACE SECONDS

A line begins with the Deployment's name. CPU is the mean over at least that time, memory the working set at its end. Uses kubectl.
"""

import datetime
import json
import subprocess
import sys
import time

SUMMARY = "/api/v1/nodes/node1/proxy/stats/summary"


def read_pods(namespace):
    """Pod name → (time of the measurement, CPU seconds so far, bytes of working set)."""
    text = subprocess.run(
        ["kubectl", "get", "--raw", SUMMARY], check=True, capture_output=True, text=True
    ).stdout
    pods = {}
    for pod in json.loads(text)["pods"]:
        if pod["podRef"]["namespace"] == namespace and "usageCoreNanoSeconds" in pod.get("cpu", {}):
            taken = datetime.datetime.fromisoformat(pod["cpu"]["time"].replace("Z", "+00:00"))
            cpu = pod["cpu"]["usageCoreNanoSeconds"] / 1e9
            pods[pod["podRef"]["name"]] = (taken, cpu, pod["memory"]["workingSetBytes"])
    return pods


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    namespace, seconds = sys.argv[1], float(sys.argv[2])
    first = read_pods(namespace)
    deadline = time.monotonic() + seconds + 60
    last = first
    while time.monotonic() < deadline:
        time.sleep(1)
        last = read_pods(namespace)
        ages = [(last[pod][0] - first[pod][0]).total_seconds() for pod in first if pod in last]
        if ages and min(ages) >= seconds:
            break
    for pod in sorted(first.keys() & last.keys()):
        elapsed = (last[pod][0] - first[pod][0]).total_seconds()
        if elapsed > 0:
            cores = (last[pod][1] - first[pod][1]) / elapsed
            deployment = pod.rsplit("-", 2)[0]
            print(f"{deployment}: {cores * 1000:.1f} m CPU, {last[pod][2] / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
