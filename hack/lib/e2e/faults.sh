# shellcheck shell=bash
# What is killed while targets are probed every second: rows go on, none is doubled, and the
# slots without a row are counted.
# Uses: cluster.sh, step.sh, install.sh.
# shellcheck disable=SC2154

LOAD_TARGETS=30

start_load() {
  local i
  for ((i = 1; i <= LOAD_TARGETS; i++)); do
    printf -- '---\napiVersion: vedette.dev/v1alpha1\nkind: Target\nmetadata: {namespace: load, name: load-%02d}\n' "$i"
    printf 'spec: {url: "http://%s/ok", interval: 1s}\n' "$SITE"
  done | kubectl apply -f -
  eventually 30 "every one has rows" load_has_rows_since "$(sql 'SELECT now()')"
}

# Whether each target has a row of a slot at or after that time.
load_has_rows_since() { # TIME [CONDITION]
  [ "$(sql "SELECT count(*) FROM current_state WHERE namespace = 'load' AND scheduled_at >= '$1' AND ${2:-true}")" = "$LOAD_TARGETS" ]
}

# "EXPECTED MISSING" slots between two times.
gaps() { # FROM TO
  sql "SELECT sum(g.expected), sum(g.missing) FROM gap_summary('$1', '$2') AS g
       JOIN target AS t ON t.id = g.target_id WHERE t.namespace = 'load'"
}

no_slot_is_missing() { [[ $(gaps "$1" "$2") == *' 0' ]]; } # FROM TO

assert_no_row_is_doubled() {
  [ "$(sql 'SELECT count(*) - count(DISTINCT (target_id, location_id, scheduled_at)) FROM probe_result')" = 0 ] ||
    fail "a slot has two rows"
}

# What a fault cost: waits until all rows of the time are there, then counts.
assert_gaps() { # FROM MOST-PER-TARGET
  local from=$1 most=$(($2 * LOAD_TARGETS)) to expected missing
  to=$(sql 'SELECT now()')
  eventually 40 "rows go on" load_has_rows_since "$to"
  # Rows that come late are no gaps; where some are lost for certain, the wait is shorter.
  wait_until $((most > 0 ? 5 : 20)) no_slot_is_missing "$from" "$to" || true
  read -r expected missing < <(gaps "$from" "$to")
  remark "$missing of $expected slots without a row, no row doubled"
  [ "$missing" -le "$most" ] || fail "$missing slots have no row, at most $most were to be expected"
  assert_no_row_is_doubled
}

# The only prober of its location: its slots are lost until the next pod runs.
kill_prober() {
  local from pod begin took
  from=$(sql 'SELECT now()')
  pod=$(pods_of prober '{.metadata.name}')
  begin=$EPOCHREALTIME
  k delete pod "$pod" --grace-period=0 --force
  eventually 40 "rows of another prober" load_has_rows_since "$from" "prober <> '$pod'"
  took=$(seconds_since "$begin")
  assert_gaps "$from" 12
  remark "rows of the next one after $took s; $(cat "$logs/remark")"
}

# Kafka keeps what is not committed.
kill_writer() {
  local from pod
  from=$(sql 'SELECT now()')
  pod=$(pods_of writer '{.metadata.name}' | sed -n 1p)
  kill -KILL "$(pid_in_pod "$pod" vedette-writer)"
  k delete pod "$pod" --grace-period=0 --force
  sleep 3 # with results of this time in the dead writer's partitions
  assert_gaps "$from" 0
}

leader() { k get lease vedette-operator -o 'jsonpath={.spec.holderIdentity}'; }

# Killed, and its pod removed: in place it would start again as the leader that it was.
kill_leader() {
  local from pod begin took
  from=$(sql 'SELECT now()')
  pod=$(leader)
  kill -KILL "$(pid_in_pod "$pod" vedette-operator)"
  begin=$EPOCHREALTIME
  k delete pod "$pod" --grace-period=0 --force
  apply_target checkout /status/404
  eventually 25 "the next leader's work shows in a row" latest_row checkout "status_code = 404"
  took=$(seconds_since "$begin")
  [ "$(leader)" != "$pod" ] || fail "$pod still holds the Lease"
  apply_target checkout /ok
  assert_gaps "$from" 0
  remark "an edit took effect $took s after the leader's death; $(cat "$logs/remark")"
}

# The new pods come before the old ones go.
upgrade_under_load() {
  local from
  from=$(sql 'SELECT now()')
  helm -n "$NAMESPACE" upgrade "$RELEASE" "$CHART" -f "$run_dir/values.yaml" \
    --set operator.logLevel=debug,prober.logLevel=debug,writer.logLevel=debug --wait --timeout 180s
  eventually 60 "the old pods are gone" only_new_pods
  assert_gaps "$from" 0
}

only_new_pods() { [ "$(k get pods -o name | wc -l)" = 5 ]; }
