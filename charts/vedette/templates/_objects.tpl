{{/* Objects that each component has one of; they take a part (see _names.tpl). */}}

{{- define "vedette.serviceAccount" -}}
{{- if .values.serviceAccount.create -}}
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ include "vedette.serviceAccountName" . | quote }}
  namespace: {{ .root.Release.Namespace | quote }}
  labels:
    {{- include "vedette.labels" . | nindent 4 }}
  {{- with .values.serviceAccount.annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
automountServiceAccountToken: false
{{- end }}
{{- end -}}

{{/* For one pod there is nothing to say. */}}
{{- define "vedette.podDisruptionBudget" -}}
{{- if and .values.podDisruptionBudget.enabled (gt (int .values.replicas) 1) -}}
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ include "vedette.partName" . }}
  namespace: {{ .root.Release.Namespace | quote }}
  labels:
    {{- include "vedette.labels" . | nindent 4 }}
spec:
  maxUnavailable: {{ .values.podDisruptionBudget.maxUnavailable }}
  # A pod that waits for Kafka or PostgreSQL must not keep a node from being drained.
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector:
    matchLabels:
      {{- include "vedette.selectorLabels" . | nindent 6 }}
{{- end }}
{{- end -}}

{{/* All locations' probers have one policy. */}}
{{- define "vedette.networkPolicy" -}}
{{- $policy := .root.Values.networkPolicy -}}
{{- $egress := get $policy.egress .component -}}
{{- if $policy.enabled -}}
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{ include "vedette.partName" . }}
  namespace: {{ .root.Release.Namespace | quote }}
  labels:
    {{- include "vedette.labels" . | nindent 4 }}
spec:
  podSelector:
    matchLabels:
      {{- include "vedette.selectorLabels" . | nindent 6 }}
  policyTypes:
    - Ingress
    {{- if $egress }}
    - Egress
    {{- end }}
  ingress:
    - ports:
        - {protocol: TCP, port: metrics}
      from:
        {{- if $policy.metricsFrom }}
        {{- toYaml $policy.metricsFrom | nindent 8 }}
        {{- else }}
        - namespaceSelector: {}
        {{- end }}
  {{- if $egress }}
  egress:
    - ports:
        - {protocol: UDP, port: 53}
        - {protocol: TCP, port: 53}
    {{- toYaml $egress | nindent 4 }}
  {{- end }}
{{- end }}
{{- end -}}
