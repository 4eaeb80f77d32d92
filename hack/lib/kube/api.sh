# shellcheck shell=bash
# The API tier: etcd, kube-apiserver, and where asked for kube-controller-manager.
# Uses: dir, the cluster's folder; KUBE_BIN of binaries.sh; children.sh, pki.sh; api_flags.
# shellcheck disable=SC2154

DOMAIN=cluster.local
SERVICE_NETWORK=10.96.0.0/16
SERVICE_OF_API=10.96.0.1

# What DIR/addresses remembers: HOST:PORT of api, etcd, peer (etcd's own) and controllers.
address() { sed -n "s/^$1=//p" "$dir/addresses"; } # NAME

# In a namespace of its own the fixed ports are free; elsewhere free ones are taken.
choose_addresses() { # HOST free|fixed
  local name api=6443 etcd=2379 peer=2380 controllers=10257
  if [ "$2" = free ]; then
    for name in api etcd peer controllers; do reserve_port "$name"; done
  fi
  printf '%s\n' "api=$1:$api" "etcd=127.0.0.1:$etcd" "peer=127.0.0.1:$peer" \
    "controllers=127.0.0.1:$controllers" >"$dir/addresses"
}

# Everything that DIR needs before the first start.
prepare_api() { # HOST free|fixed
  local name=DNS:kubernetes.default
  choose_addresses "$@"
  make_authority
  make_certificate apiserver /CN=kube-apiserver serverAuth \
    "IP:127.0.0.1,IP:$1,IP:$SERVICE_OF_API,DNS:localhost,DNS:kubernetes,$name,$name.svc,$name.svc.$DOMAIN"
  make_client admin admin system:masters "https://$(address api)"
  make_client controllers system:kube-controller-manager '' "https://$(address api)"
  # For curl, which would show a token in its arguments to everybody.
  echo "Authorization: Bearer $(cat "$dir/admin.token")" >"$dir/admin.header"
}

start_etcd() {
  start_child etcd "$KUBE_BIN/hyper" etcd --name vedette --data-dir "$dir/etcd" --unsafe-no-fsync \
    --listen-client-urls "http://$(address etcd)" --advertise-client-urls "http://$(address etcd)" \
    --listen-peer-urls "http://$(address peer)" --initial-advertise-peer-urls "http://$(address peer)" \
    --initial-cluster "vedette=http://$(address peer)" \
    --log-level warn --quota-backend-bytes 1073741824
}

start_apiserver() { # FLAG…
  local host
  host=$(address api)
  start_child kube-apiserver "$KUBE_BIN/hyper" kube-apiserver \
    --bind-address "${host%:*}" --advertise-address "${host%:*}" --secure-port "${host#*:}" \
    --etcd-servers "http://$(address etcd)" \
    --tls-cert-file "$dir/pki/apiserver.crt" --tls-private-key-file "$dir/pki/apiserver.key" \
    --client-ca-file "$dir/pki/ca.crt" --token-auth-file "$dir/pki/tokens.csv" \
    --service-account-issuer "https://kubernetes.default.svc.$DOMAIN" \
    --service-account-key-file "$dir/pki/service-accounts.pub" \
    --service-account-signing-key-file "$dir/pki/service-accounts.key" \
    --service-cluster-ip-range "$SERVICE_NETWORK" \
    --authorization-mode Node,RBAC --allow-privileged=true --profiling=false "$@" "${api_flags[@]}"
}

start_controllers() {
  start_child kube-controller-manager "$KUBE_BIN/hyper" kube-controller-manager \
    --kubeconfig "$dir/controllers.kubeconfig" --bind-address 127.0.0.1 \
    --secure-port "$(address controllers | cut -d: -f2)" --leader-elect=false \
    --use-service-account-credentials=true --root-ca-file "$dir/pki/ca.crt" \
    --service-account-private-key-file "$dir/pki/service-accounts.key"
}

ask_api() { # PATH
  curl -sf --max-time 2 --cacert "$dir/pki/ca.crt" -H "@$dir/admin.header" "https://$(address api)$1"
}

# The namespace `default` comes a moment after the server says that it is ready.
api_answers() { ask_api /readyz && ask_api /api/v1/namespaces/default; }
controllers_answer() { ask_api /api/v1/namespaces/default/serviceaccounts/default; }
