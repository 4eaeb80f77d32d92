# shellcheck shell=bash
# Figures for docs/performance.md, in $logs/report.md.
# Uses: cluster.sh, step.sh.
# shellcheck disable=SC2154

SAMPLES=20

report() { printf '| %s | %s |\n' "$1" "$2" >>"$logs/report.md"; } # WHAT FIGURE

begin_report() {
  printf '%s\n' "Measured by hack/e2e on $(nproc) processors, $(date -u +%F)." '' \
    '| what | figure |' '|---|---|' >"$logs/report.md"
}

# "median 1.23 s, max 4.56 s" of lines with seconds.
summary_of() { # FILE
  sort -n "$1" | awk '{ v[NR] = $1 } END { printf "median %.2f s, max %.2f s", (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2, v[NR] }'
}

assert_summary() { # FILE MEDIAN MAX
  sort -n "$1" | awk -v median="$2" -v max="$3" '{ v[NR] = $1 } END { exit !(v[int(NR / 2) + 1] < median && v[NR] < max) }' ||
    fail "the median was to be under $2 s, the max under $3 s"
}

seconds_exactly_since() { # EPOCHREALTIME
  awk -v us=$((${EPOCHREALTIME/./} - ${1/./})) 'BEGIN { printf "%.3f\n", us / 1000000 }'
}

has_a_row() { [ "$(count_rows "$1")" -gt 0 ]; } # NAME

# From the start of `kubectl apply` to the row that a reader of the table sees. The interval is
# an ordinary one; the timeout is short, as a first probe waits for its slot where that is nearer
# than the timeout.
measure_first_rows() {
  local i begin
  : >"$logs/first-row.seconds"
  for ((i = 1; i <= SAMPLES; i++)); do
    begin=$EPOCHREALTIME
    target "sample-$i" /ok </dev/null | sed 's/interval: 1s/interval: 30s\n  timeout: 1s/' | kubectl apply -f -
    eventually 30 "a row of sample-$i" has_a_row "sample-$i"
    seconds_exactly_since "$begin" >>"$logs/first-row.seconds"
  done
  report "kubectl apply → first row in PostgreSQL ($SAMPLES targets)" "$(summary_of "$logs/first-row.seconds")"
  remark "$(summary_of "$logs/first-row.seconds")"
  seq -f 'target/sample-%g' "$SAMPLES" | xargs kubectl -n shop delete --wait=false
  assert_summary "$logs/first-row.seconds" 3 5
}

# From the start of `kubectl apply` to the prober's own word that it runs the edited target.
measure_edits() {
  local i begin
  : >"$logs/edit.seconds"
  for ((i = 1; i <= SAMPLES; i++)); do
    begin=$EPOCHREALTIME
    apply_target checkout "/ok?edit=$i" </dev/null
    eventually 30 "the edit is in effect" prober_runs "edit=$i\""
    seconds_exactly_since "$begin" >>"$logs/edit.seconds"
  done
  report "edit → in effect in the prober ($SAMPLES edits)" "$(summary_of "$logs/edit.seconds")"
  remark "$(summary_of "$logs/edit.seconds")"
}

measure_idle_pods() {
  local line
  while IFS= read -r line; do
    report "idle, one target: ${line%%: *}" "${line#*: }"
  done < <("$VEDETTE_ROOT/hack/lib/e2e/pod_usage.py" "$NAMESPACE" 30)
  report "image, OCI archive" "$(awk '{ printf "%.1f MB", $1 / 1e6 }' "$run_dir/archive-bytes")"
  grep -c idle "$logs/report.md" >/dev/null || fail "kubelet told nothing about pods"
}
