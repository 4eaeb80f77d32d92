# shellcheck shell=bash
# The neighbours that a user brings, and the chart.
# Uses: run_dir, logs; cluster.sh, step.sh.
# shellcheck disable=SC2154

CHART=$VEDETTE_ROOT/charts/vedette

start_neighbours() {
  "$VEDETTE_ROOT/hack/postgres" start "$run_dir/postgres" 5432 --listen "$HOST" >/dev/null
  "$VEDETTE_ROOT/hack/kafka" start "$run_dir/kafka" 9092 --advertise "$HOST" >/dev/null
  setsid "$VEDETTE_E2E_SITE" --dir "$run_dir/site" --address "$HOST" --http-port "${SITE#*:}" \
    >"$logs/site.log" 2>&1 </dev/null &
  record_pid site $!
  eventually 10 "the site answers" curl -sf "http://$SITE/ok"
}

# Namespaces that refuse whatever is not restricted, and warn about it too.
make_namespaces() {
  kubectl create namespace "$NAMESPACE"
  kubectl label namespace "$NAMESPACE" pod-security.kubernetes.io/enforce=restricted \
    pod-security.kubernetes.io/warn=restricted
  kubectl create namespace shop
  kubectl create namespace load
  k create secret generic database \
    --from-literal="uri=$(sed "s/127\.0\.0\.1/$HOST/" "$run_dir/postgres/uri")"
  cat >"$run_dir/values.yaml" <<YAML
image: {repository: "${VEDETTE_E2E_IMAGE%:*}", tag: "${VEDETTE_E2E_IMAGE##*:}", pullPolicy: Never}
kafka: {brokers: ["$HOST:9092"]}
database: {existingSecret: database}
YAML
}

install_chart() {
  make_namespaces
  helm -n "$NAMESPACE" install "$RELEASE" "$CHART" -f "$run_dir/values.yaml" \
    --wait --timeout 120s 2>&1 | tee "$run_dir/helm.log"
  ! grep -i warning "$run_dir/helm.log" || fail "helm install was warned"
}

# What `helm uninstall` leaves, as docs/install.md says: what users brought, and the operator's
# Lease and output for the next installation.
KEPT='serviceaccount/default|configmap/kube-root-ca.crt|secret/database|lease[^ ]*/vedette-operator'

uninstall_chart() {
  local left
  helm -n "$NAMESPACE" uninstall "$RELEASE" --wait --timeout 120s
  eventually 60 "all pods are gone" no_pods
  left=$(
    kubectl get clusterroles,clusterrolebindings -l "app.kubernetes.io/instance=$RELEASE" -o name &&
      k get deployments,replicasets,services,serviceaccounts,roles,rolebindings -o name &&
      k get networkpolicies,poddisruptionbudgets -o name &&
      k get configmaps,secrets,leases -l '!vedette.dev/output' -o name
  )
  left=$(grep -vxE "$KEPT" <<<"$left") || true
  [ -z "$left" ] || fail "the release left $left"
  kubectl get crd targets.vedette.dev
  [ "$(kubectl -n load get targets -o name | wc -l)" = "$LOAD_TARGETS" ] || fail "Targets are gone"
}

no_pods() {
  local pods
  pods=$(k get pods -o name) && [ -z "$pods" ]
}
