# shellcheck shell=bash
# What a user does with Targets.
# Uses: run_dir; cluster.sh, step.sh.
# shellcheck disable=SC2154

apply_and_see_a_row() {
  apply_target checkout /ok
  kubectl -n shop wait --for=condition=Accepted target/checkout --timeout=20s
  eventually 10 "the target is in a file of the prober" file_in_prober_holds checkout
  eventually 10 "a row in PostgreSQL" latest_row checkout "outcome = 'up' AND status_code = 200"
  [ "$(condition_of checkout Accepted observedGeneration)" = 1 ] || fail "observedGeneration is not 1"
}

edit_without_restart() {
  local before
  before=$(identities prober && identities writer)
  apply_target checkout /status/503
  eventually 10 "a row with the new address's answer" latest_row checkout "status_code = 503"
  apply_target checkout /ok
  eventually 10 "a row with the old address's answer" latest_row checkout "status_code = 200"
  [ "$(identities prober && identities writer)" = "$before" ] || fail "a pod was started again"
}

# The site says what it was sent; the target is up only with the second value.
rotate_secret() {
  kubectl -n shop create secret generic site-key --from-literal=token=first
  kubectl -n shop label secret site-key vedette.dev/use=true
  apply_target keyed /echo <<'YAML'
http:
  headers: [{name: X-Key, valueFrom: {secretKeyRef: {name: site-key, key: token}}}]
expect: {body: {matches: ["(?i)x-key: second"]}}
YAML
  eventually 15 "rows with the first value" latest_row keyed "reason = 'body_mismatch'"
  kubectl -n shop patch secret site-key -p '{"stringData":{"token":"second"}}'
  eventually 15 "rows with the second value" latest_row keyed "outcome = 'up'"
  [ "$(condition_of keyed ResolvedRefs status)" = True ] || fail "ResolvedRefs is not True"
}

# A user who may make Targets must not get at Secrets that nobody gave free.
withhold_secret() {
  kubectl -n shop create secret generic private --from-literal=token=withheld-4711
  apply_target nosy /echo <<'YAML'
http:
  headers: [{name: X-Key, valueFrom: {secretKeyRef: {name: private, key: token}}}]
YAML
  eventually 15 "ResolvedRefs says so" refs_are_unresolved nosy
  remark "$(condition_of nosy ResolvedRefs message)"
  k get secrets -l vedette.dev/output -o 'jsonpath={.items[*].data}' >"$run_dir/outputs"
  ! grep -qF "$(printf withheld-4711 | base64)" "$run_dir/outputs" || fail "the Secret was read"
  eventually 10 "its rows are unknown" latest_row nosy "outcome = 'unknown' AND reason = 'config_error'"
  kubectl -n shop delete target nosy
}

refs_are_unresolved() { [ "$(condition_of "$1" ResolvedRefs status)" = False ]; } # NAME

# Valid for the API server, refused by the operator: a pattern that no engine compiles.
refuse_bad_target() {
  local rows
  apply_target bad /ok <<'YAML'
expect: {body: {matches: ["("]}}
YAML
  eventually 15 "Accepted says so" is_refused bad
  [ -n "$(condition_of bad Accepted message)" ] || fail "the condition has no message"
  remark "$(condition_of bad Accepted reason): $(condition_of bad Accepted message)"
  rows=$(count_rows checkout)
  eventually 10 "others run on" more_rows_than checkout "$((rows + 2))"
  [ "$(count_rows bad)" = 0 ] || fail "the bad target was probed"
}

is_refused() { [ "$(condition_of "$1" Accepted status)" = False ]; } # NAME

delete_and_see_no_row() {
  local last
  kubectl -n shop delete target checkout
  eventually 10 "the prober runs it no more" prober_does_not_run '"name":"checkout"'
  last=$(sql 'SELECT now()')
  sleep 4 # time for rows that must not come
  [ "$(count_rows checkout "r.scheduled_at > '$last'")" = 0 ] || fail "it is probed still"
}
