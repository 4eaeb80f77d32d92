# shellcheck shell=bash
# Words in which the steps speak: kubectl, SQL, targets, pods and their processes.
# Uses: run_dir.
# shellcheck disable=SC2034,SC2154

RELEASE=vedette
NAMESPACE=vedette
HOST=10.244.0.1 # this machine, as pods see it
SITE=$HOST:8080

k() { kubectl -n "$NAMESPACE" "$@"; }

sql() { # QUERY
  psql -X -q -At -F ' ' -v ON_ERROR_STOP=1 -c "$1" "$(cat "$run_dir/postgres/uri")"
}

# --- Targets

# The manifest of a target of the namespace `shop` that is probed every second; more lines of
# its spec come from standard input.
target() { # NAME PATH
  cat <<YAML
apiVersion: vedette.dev/v1alpha1
kind: Target
metadata: {namespace: shop, name: $1}
spec:
  url: "http://$SITE$2"
  interval: 1s
YAML
  [ -t 0 ] || sed 's/^/  /'
}

apply_target() { target "$@" | kubectl apply -f -; } # NAME PATH

condition_of() { # NAME CONDITION FIELD
  kubectl -n shop get target "$1" -o "jsonpath={.status.conditions[?(@.type==\"$2\")].$3}"
}

# Whether the latest row of a target is like this, such as "outcome = 'up'".
latest_row() { # NAME CONDITION
  [ "$(sql "SELECT count(*) FROM current_state WHERE namespace = 'shop' AND name = '$1' AND $2")" = 1 ]
}

count_rows() { # NAME [CONDITION]
  sql "SELECT count(*) FROM probe_result AS r JOIN target AS t ON t.id = r.target_id
       WHERE t.namespace = 'shop' AND t.name = '$1' AND ${2:-true}"
}

more_rows_than() { [ "$(count_rows "$1")" -gt "$2" ]; } # NAME NUMBER

# --- Pods

# A line per pod, such as '{.metadata.name}'.
pods_of() { # COMPONENT JSONPATH
  k get pods -l "app.kubernetes.io/component=$1" -o "jsonpath={range .items[*]}$2{\"\n\"}{end}"
}

# What changes when a pod is replaced or a container started again.
identities() { # COMPONENT
  pods_of "$1" '{.metadata.uid} {.status.containerStatuses[*].restartCount}'
}

# The process of a program in a pod, as this machine numbers it.
pid_in_pod() { # POD PROGRAM
  local uid file
  uid=$(k get pod "$1" -o 'jsonpath={.metadata.uid}')
  while IFS= read -r file; do
    [ "$(readlink "${file%cgroup}exe")" != "/usr/bin/$2" ] || {
      basename "${file%/cgroup}"
      return
    }
  done < <(grep -l "pod$uid" /proc/[0-9]*/cgroup 2>/dev/null)
  return 1
}

# Whether the files that the prober reads hold a target.
file_in_prober_holds() { # NAME
  local pod pid
  pod=$(pods_of prober '{.metadata.name}') && pid=$(pid_in_pod "$pod" vedette-prober) || return 1
  grep -qs "\"name\":\"$1\"" "/proc/$pid/root/etc/vedette/targets/"*.jsonl
}

# What the prober says that it runs.
prober_targets() { curl -sf --max-time 2 "http://$(pods_of prober '{.status.podIP}'):9090/targets"; }

prober_runs() { prober_targets | grep "$1" >/dev/null; } # PATTERN

prober_does_not_run() { # PATTERN
  local targets
  targets=$(prober_targets) && ! grep -q "$1" <<<"$targets"
}
