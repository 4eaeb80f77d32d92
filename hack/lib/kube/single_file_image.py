#!/usr/bin/env python3
"""Writes an OCI archive whose image holds one static program, with no registry at hand.

    single_file_image.py REFERENCE PROGRAM OUT.tar

The program becomes the entry point and runs as nobody. The same input gives the same archive.
"""

import hashlib
import io
import json
import os
import platform
import sys
import tarfile

ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
LAYOUT = "application/vnd.oci.image"


def tar_of(files):
    """A tar of (name, bytes, mode), as root's, without times."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as tar:
        for name, data, mode in files:
            info = tarfile.TarInfo(name)
            info.size, info.mode = len(data), mode
            tar.addfile(info, io.BytesIO(data))
    return out.getvalue()


def image_files(reference, name, program):
    """The files of the archive: blobs named by their hash, and the index that leads to them."""
    blobs = {}
    where = {"architecture": ARCHITECTURES[platform.machine()], "os": "linux"}

    def put(kind, data):
        digest = hashlib.sha256(data).hexdigest()
        blobs[digest] = data
        return {"mediaType": f"{LAYOUT}.{kind}", "digest": f"sha256:{digest}", "size": len(data)}

    def put_json(kind, value):
        return put(kind, json.dumps(value, sort_keys=True).encode())

    layer = put("layer.v1.tar", tar_of([(name, program, 0o755)]))
    config = {"Entrypoint": [f"/{name}"], "User": "65534:65534"}
    root = {"type": "layers", "diff_ids": [layer["digest"]]}
    config = put_json("config.v1+json", {**where, "config": config, "rootfs": root})
    manifest = {"schemaVersion": 2, "mediaType": f"{LAYOUT}.manifest.v1+json"}
    manifest = put_json("manifest.v1+json", {**manifest, "config": config, "layers": [layer]})
    names = {
        "io.containerd.image.name": reference,
        "org.opencontainers.image.ref.name": reference,
    }
    index = {"schemaVersion": 2, "manifests": [{**manifest, "platform": where, "annotations": names}]}
    return [
        ("oci-layout", b'{"imageLayoutVersion":"1.0.0"}', 0o644),
        ("index.json", json.dumps(index, sort_keys=True).encode(), 0o644),
        *((f"blobs/sha256/{digest}", data, 0o644) for digest, data in sorted(blobs.items())),
    ]


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    reference, program, out = sys.argv[1:]
    with open(program, "rb") as file:
        data = file.read()
    with open(out, "wb") as file:
        file.write(tar_of(image_files(reference, os.path.basename(program), data)))


if __name__ == "__main__":
    main()
