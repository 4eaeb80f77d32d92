#!/usr/bin/env python3
"""Writes an OCI image archive, which ctr, podman, skopeo and docker load, with no registry.

    oci.py --dockerfile FILE --tag REF [--arg NAME=VALUE…] [--cache DIR] OUT LAYER…

Each LAYER is a folder. What its Dockerfile's last stage says (LABEL, ENV, USER, CMD; one
instruction per line) goes into the image's configuration, each ${NAME} replaced by
its --arg. The archive is the same for the same input: names sorted, times zero, owners
root. A compressed layer is kept in the cache's folder by what is in it.
"""
import argparse
import gzip
import hashlib
import io
import json
import os
import pathlib
import platform
import re
import shlex
import tarfile

ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
OCI = "application/vnd.oci.image"


def full_name(ref):
    """The name that container runtimes look an image up by: with registry and folder."""
    first, slash, _ = ref.partition("/")
    if slash and ("." in first or ":" in first or first == "localhost"):
        return ref
    return f"docker.io/{ref}" if slash else f"docker.io/library/{ref}"


def tar_of(folder):
    """The folder as an uncompressed tar."""

    def plain(info):
        info.mtime = info.uid = info.gid = 0
        info.uname = info.gname = ""
        return info

    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as tar:
        for path in sorted(pathlib.Path(folder).rglob("*")):
            tar.add(path, arcname=path.relative_to(folder), recursive=False, filter=plain)
    return out.getvalue()


def compressed(tar, digest, cache):
    kept = pathlib.Path(cache, f"{digest}.tar.gz") if cache else None
    if kept and kept.exists():
        return kept.read_bytes()
    data = gzip.compress(tar, compresslevel=6, mtime=0)
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
        new = kept.with_suffix(f".{os.getpid()}")
        new.write_bytes(data)
        new.rename(kept)
    return data


def last_stage(dockerfile, arguments):
    """The image's configuration, as the Dockerfile's last stage gives it."""
    text = pathlib.Path(dockerfile).read_text()
    stage = text[text.rindex("\nFROM ") :]
    for name, value in arguments.items():
        stage = stage.replace("${" + name + "}", value)
    instructions = re.findall(r"^(LABEL|ENV|USER|CMD) (.+)$", stage, re.M)
    config = {"Labels": {}, "Env": []}
    for instruction, value in instructions:
        if instruction == "LABEL":
            name, _, label = shlex.split(value)[0].partition("=")
            config["Labels"][name] = label
        elif instruction == "ENV":
            config["Env"].append(value)
        elif instruction == "USER":
            config["User"] = value
        else:
            config["Cmd"] = json.loads(value)
    return config


class Blobs:
    """The archive's content, each piece under its digest."""

    def __init__(self):
        self.by_digest = {}

    def put(self, data, media_type):
        digest = hashlib.sha256(data).hexdigest()
        self.by_digest[digest] = data
        return {"mediaType": media_type, "digest": f"sha256:{digest}", "size": len(data)}

    def put_json(self, value, media_type):
        return self.put(json.dumps(value, sort_keys=True).encode(), media_type)


def write_archive(path, blobs, index):
    with tarfile.open(path, "w", format=tarfile.GNU_FORMAT) as tar:

        def add(name, data):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))

        add("oci-layout", b'{"imageLayoutVersion":"1.0.0"}')
        add("index.json", json.dumps(index, sort_keys=True).encode())
        for digest, data in sorted(blobs.by_digest.items()):
            add(f"blobs/sha256/{digest}", data)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--dockerfile", required=True)
    parser.add_argument("--tag", required=True)
    parser.add_argument("--arg", action="append", default=[], metavar="NAME=VALUE")
    parser.add_argument("--cache")
    parser.add_argument("out")
    parser.add_argument("layers", nargs="+", metavar="LAYER")
    given = parser.parse_args()

    blobs = Blobs()
    digests, layers = [], []
    for folder in given.layers:
        tar = tar_of(folder)
        digest = hashlib.sha256(tar).hexdigest()
        digests.append(f"sha256:{digest}")
        layers.append(blobs.put(compressed(tar, digest, given.cache), f"{OCI}.layer.v1.tar+gzip"))
    made_for = {"os": "linux", "architecture": ARCHITECTURES[platform.machine()]}
    arguments = dict(argument.split("=", 1) for argument in given.arg)
    config = blobs.put_json(
        {
            **made_for,
            "config": last_stage(given.dockerfile, arguments),
            "rootfs": {"type": "layers", "diff_ids": digests},
        },
        f"{OCI}.config.v1+json",
    )
    manifest_type = f"{OCI}.manifest.v1+json"
    manifest = blobs.put_json(
        {"schemaVersion": 2, "mediaType": manifest_type, "config": config, "layers": layers},
        manifest_type,
    )
    name = full_name(given.tag)
    annotations = {
        "io.containerd.image.name": name,
        "org.opencontainers.image.ref.name": name,
    }
    index = {
        "schemaVersion": 2,
        "mediaType": f"{OCI}.index.v1+json",
        "manifests": [{**manifest, "platform": made_for, "annotations": annotations}],
    }
    write_archive(given.out, blobs, index)


main()
