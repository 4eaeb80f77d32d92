//go:build tools

package main

// Keeps Helm, which is built on its own, in go.mod.
import _ "helm.sh/helm/v3/cmd/helm"
