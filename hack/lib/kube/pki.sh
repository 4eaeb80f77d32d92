# shellcheck shell=bash
# Who is who in a cluster: certificates of the servers, a bearer token per client.
# Uses: dir, the cluster's folder.
# shellcheck disable=SC2154

PKI_DAYS=30

new_key() { openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1"; }

# The authority, and the pair that signs tokens of service accounts.
make_authority() {
  local pki=$dir/pki
  mkdir -p "$pki"
  new_key "$pki/ca.key"
  openssl req -x509 -new -key "$pki/ca.key" -days "$PKI_DAYS" -subj '/CN=Vedette test cluster CA' \
    -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign \
    -out "$pki/ca.crt"
  new_key "$pki/service-accounts.key"
  openssl pkey -in "$pki/service-accounts.key" -pubout -out "$pki/service-accounts.pub"
}

# pki/NAME.crt and .key, signed by the authority.
make_certificate() { # NAME SUBJECT USAGE [ALTERNATIVE-NAMES]
  local pki=$dir/pki extensions
  extensions="basicConstraints=CA:FALSE
keyUsage=digitalSignature,keyEncipherment
extendedKeyUsage=$3"
  [ -z "${4:-}" ] || extensions+="
subjectAltName=$4"
  new_key "$pki/$1.key"
  openssl req -new -key "$pki/$1.key" -subj "$2" |
    openssl x509 -req -CA "$pki/ca.crt" -CAkey "$pki/ca.key" \
      -set_serial "0x$(openssl rand -hex 8)" -days "$PKI_DAYS" \
      -extfile <(echo "$extensions") -out "$pki/$1.crt" 2>/dev/null
}

# A client of that name: its token is known to the server, and it gets a kubeconfig and the
# token alone in a file.
make_client() { # NAME USER GROUP SERVER-URL
  local token
  token=$(openssl rand -hex 20)
  echo "$token,$2,$2,\"$3\"" >>"$dir/pki/tokens.csv"
  echo "$token" >"$dir/$1.token"
  cat >"$dir/$1.kubeconfig" <<EOT
apiVersion: v1
kind: Config
clusters:
- {name: vedette, cluster: {server: "$4", certificate-authority: "$dir/pki/ca.crt"}}
users:
- {name: $1, user: {token: $token}}
contexts:
- {name: vedette, context: {cluster: vedette, user: $1}}
current-context: vedette
EOT
}
