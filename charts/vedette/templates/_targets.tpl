{{/* The operator's output, as prober and writer mount it. */}}

{{/* How many pairs of ConfigMap and Secret there are: `--files`, fixed. */}}
{{- define "vedette.targets.files" -}}16{{- end -}}

{{/* "true" on a pod: its volume is refreshed at once after a change. */}}
{{- define "vedette.targets.readerLabel" -}}vedette.dev/reads-targets{{- end -}}

{{- define "vedette.targets.mount" -}}
- name: targets
  mountPath: /etc/vedette/targets
  readOnly: true
{{- end -}}

{{/* One volume, so that all files change in one step. Every source is optional: the operator makes
     them, maybe later. Take dict "root" $ "secrets" true for what targets refer to as well. */}}
{{- define "vedette.targets.volume" -}}
- name: targets
  projected:
    defaultMode: 0440
    sources:
      {{- range until (include "vedette.targets.files" .root | int) }}
      - configMap: {name: {{ printf "vedette-targets-%02d" . }}, optional: true}
      {{- end }}
      {{- if .secrets }}
      {{- range until (include "vedette.targets.files" .root | int) }}
      - secret: {name: {{ printf "vedette-secrets-%02d" . }}, optional: true}
      {{- end }}
      {{- end }}
{{- end -}}
