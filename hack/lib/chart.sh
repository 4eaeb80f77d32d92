# shellcheck shell=bash
# The chart's copy of the CustomResourceDefinition, shared by hack/update-chart and hack/verify-chart.

CRD=crds/targets.vedette.dev.yaml
# shellcheck disable=SC2034 # for those who source this
CRD_TEMPLATE=charts/vedette/templates/crds/targets.yaml

# crd_template: prints the definition as a template: there if crds.install, kept if crds.keep, with
# the chart's labels. Braces that Helm would take for its own are escaped.
crd_template() {
  grep -qx "  name: targets.vedette.dev" "$VEDETTE_ROOT/$CRD" ||
    die "$CRD has no line '  name: targets.vedette.dev'"
  awk -v source="$CRD" '
    BEGIN {
      print "{{- /* Written by hack/update-chart from " source ": do not edit. */}}"
      print "{{- if .Values.crds.install }}"
    }
    /^#/ && !body { next }
    { body = 1; gsub(/{{/, "{{ \"{{\" }}"); print }
    /^  name: targets.vedette.dev$/ {
      print "  labels:"
      print "    {{- include \"vedette.labels\" (dict \"root\" . \"component\" \"crds\") | nindent 4 }}"
      print "  {{- if .Values.crds.keep }}"
      print "  annotations:"
      print "    helm.sh/resource-policy: keep"
      print "  {{- end }}"
    }
    END { print "{{- end }}" }' "$VEDETTE_ROOT/$CRD"
}
