# shellcheck shell=bash
# Debian systems in a folder, shared by hack/clean-root and hack/image; sourced after
# common.sh. All of it needs to be root, in a user namespace or outside.

# Makes a Debian of SUITE in the folder ROOT: apt and its settings for the network, the
# certificates that this machine trusts, and a user `dev` who may use sudo. What is there
# already stays; a root appears whole or not at all, made by one process.
make_root() { # SUITE ROOT
  local suite=$1 root=$2 settings mode=root
  [ ! -x "$root/bin/bash" ] || return 0
  mkdir -p "$root"
  exec {root_lock}>"$root.lock"
  flock "$root_lock"
  if [ ! -x "$root/bin/bash" ]; then
    settings=$(mktemp)
    apt-config dump | grep -E '^Acquire::(http|https|Check|Retries|Max-)' >"$settings" || true
    say "making a Debian $suite in $root …"
    rm -rf --one-file-system "$root.new"
    mkdir "$root.new"
    # Devices are the machine's own: see enter_root. Root of a user namespace may make none,
    # and mmdebstrap manages without only in a namespace of its own.
    is_all_of_root || mode=unshare
    mmdebstrap --quiet --mode="$mode" --variant=apt --aptopt="$settings" --include=sudo,passwd "$suite" - |
      tar -x -C "$root.new" --exclude='./dev/*' || die "mmdebstrap could not make a Debian $suite in $root"
    rm -f "$settings"
    cp -L /etc/resolv.conf /etc/hosts "$root.new/etc/"
    trust_what_this_machine_trusts "$root.new"
    chroot "$root.new" useradd --create-home --shell /bin/bash dev
    echo 'dev ALL=(ALL) NOPASSWD: ALL' >"$root.new/etc/sudoers.d/dev"
    rmdir "$root"
    mv "$root.new" "$root"
  fi
  exec {root_lock}>&-
}

# Whether user 0 here is the machine's root, not one of a user namespace.
is_all_of_root() { [ "$(tr -s ' ' </proc/self/uid_map)" = ' 0 0 4294967295' ]; }

# A file each, where Debian's ca-certificates takes up what an administrator adds: for
# openssl and for Java.
trust_what_this_machine_trusts() { # ROOT
  local folder=$1/usr/local/share/ca-certificates
  mkdir -p "$folder"
  [ ! -r /etc/ssl/certs/ca-certificates.crt ] ||
    awk -v folder="$folder" '/BEGIN CERT/ { file = sprintf("%s/machine-%03d.crt", folder, ++n) }
                             file { print > file } /END CERT/ { close(file) }' \
      /etc/ssl/certs/ca-certificates.crt
}

# Runs COMMAND in ROOT as USER in FOLDER, with each MOUNT (SOURCE:TARGET, read only with
# :ro behind it) in place. In namespaces of its own: mounts and processes go when it ends.
enter_root() { # ROOT USER FOLDER [MOUNT…] -- COMMAND…
  # shellcheck disable=SC2016 # expanded by the inner shell
  unshare --mount --pid --fork --kill-child bash -ec '
    root=$1 user=$2 folder=$3
    shift 3
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    mount -t sysfs -o ro sysfs "$root/sys" 2>/dev/null || mount --rbind /sys "$root/sys"
    while [ "$1" != -- ]; do
      IFS=: read -r source target mode <<<"$1"
      mkdir -p "$root$target"
      mount --bind "$source" "$root$target"
      [ "$mode" != ro ] || mount -o remount,bind,ro "$root$target"
      shift
    done
    shift
    home=/root
    [ "$user" = root ] || home=/home/$user
    exec chroot "$root" setpriv --reuid "$user" --regid "$user" --init-groups \
      env -i HOME="$home" USER="$user" PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin \
      LANG=C.UTF-8 TERM="${TERM:-dumb}" bash -c "cd \"\$0\" && exec \"\$@\"" "$folder" "$@"
  ' bash "$@"
}
