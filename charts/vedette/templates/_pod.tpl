{{/* What the pods of all components have alike; each takes a part (see _names.tpl). */}}

{{- define "vedette.podMetadata" -}}
labels:
  {{- include "vedette.labels" . | nindent 2 }}
  {{- with .labels }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
  {{- with .values.podLabels }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
annotations:
  kubectl.kubernetes.io/default-container: {{ .component }}
  {{- with .values.podAnnotations }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end -}}

{{/* Who it is and where it may run. */}}
{{- define "vedette.podSpec" -}}
serviceAccountName: {{ include "vedette.serviceAccountName" . | quote }}
enableServiceLinks: false
{{- with .root.Values.image.pullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
securityContext:
  {{- toYaml .root.Values.podSecurityContext | nindent 2 }}
{{- with .values.priorityClassName }}
priorityClassName: {{ . | quote }}
{{- end }}
{{- with .values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .values.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- if .values.topologySpreadConstraints }}
topologySpreadConstraints:
  {{- range .values.topologySpreadConstraints }}
  - {{ toYaml . | nindent 4 | trim }}
    {{- if not .labelSelector }}
    labelSelector:
      matchLabels:
        {{- include "vedette.selectorLabels" $ | nindent 8 }}
    {{- end }}
  {{- end }}
{{- else if gt (int .values.replicas) 1 }}
topologySpreadConstraints:
  {{- range list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
  - topologyKey: {{ . }}
    maxSkew: 1
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "vedette.selectorLabels" $ | nindent 8 }}
  {{- end }}
{{- end }}
{{- end -}}

{{- define "vedette.containerImage" -}}
image: {{ include "vedette.image" .root }}
imagePullPolicy: {{ .root.Values.image.pullPolicy }}
securityContext:
  {{- toYaml .root.Values.containerSecurityContext | nindent 2 }}
{{- end -}}

{{/* Settings are environment variables, so that a flag of extraArgs wins over each of them. */}}
{{- define "vedette.containerArgs" -}}
args:
  - run
  {{- with .values.extraArgs }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end -}}

{{- define "vedette.commonEnv" -}}
- name: VEDETTE_SOURCE
  value: {{ .root.Values.source | quote }}
- name: VEDETTE_LISTEN
  value: ":9090"
- name: VEDETTE_LOG_LEVEL
  value: {{ .values.logLevel }}
{{- end -}}

{{/* Liveness asks the program's own loops only, readiness its neighbours too. */}}
{{- define "vedette.containerHealth" -}}
ports:
  - name: metrics
    containerPort: 9090
livenessProbe:
  httpGet: {path: /livez, port: metrics}
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 3
readinessProbe:
  httpGet: {path: /readyz, port: metrics}
  periodSeconds: 5
  timeoutSeconds: 5
  failureThreshold: 2
resources:
  {{- toYaml .values.resources | nindent 2 }}
{{- end -}}
