{{/* What the operator may do where Targets are: read them, say what became of them, and read what
     they may refer to. */}}
{{- define "vedette.operator.watchRules" -}}
- apiGroups: [vedette.dev]
  resources: [targets]
  verbs: [get, list, watch]
- apiGroups: [vedette.dev]
  resources: [targets/status]
  verbs: [patch]
- apiGroups: [events.k8s.io]
  resources: [events]
  verbs: [create]
{{- if .Values.secrets.enabled }}
# Asked for with the selector vedette.dev/use=true; RBAC knows no selectors.
- apiGroups: [""]
  resources: [secrets, configmaps]
  verbs: [list, watch]
{{- end }}
{{- end -}}

{{- define "vedette.operator.subject" -}}
- kind: ServiceAccount
  name: {{ include "vedette.serviceAccountName" . | quote }}
  namespace: {{ .root.Release.Namespace | quote }}
{{- end -}}
