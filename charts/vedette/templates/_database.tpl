{{/* PostgreSQL for writer and migrate: settings, and files in /etc/vedette/database. Take
     dict "root" $ "secret" S, S being the Secret of the user in question. */}}

{{- define "vedette.database.files" -}}
{{- $database := .root.Values.database -}}
{{- if or $database.ca.existingSecret $database.keys.password }}yes{{ end -}}
{{- end -}}

{{- define "vedette.database.env" -}}
{{- $database := .root.Values.database -}}
- name: VEDETTE_DATABASE_URL
  {{- if $database.url }}
  value: {{ $database.url | quote }}
  {{- else }}
  valueFrom:
    secretKeyRef:
      name: {{ .secret | quote }}
      key: {{ $database.keys.uri | quote }}
  {{- end }}
{{- if $database.keys.password }}
- name: VEDETTE_DATABASE_PASSWORD_FILE
  value: /etc/vedette/database/password
{{- end }}
{{- with $database.sslMode }}
# libpq's own variables: they count where the URI is silent.
- name: PGSSLMODE
  value: {{ . }}
{{- end }}
{{- if $database.ca.existingSecret }}
- name: PGSSLROOTCERT
  value: /etc/vedette/database/ca.crt
{{- end }}
{{- end -}}

{{/* "name" is the volume's. */}}
{{- define "vedette.database.mount" -}}
- name: {{ .name }}
  mountPath: /etc/vedette/database
  readOnly: true
{{- end -}}

{{- define "vedette.database.volume" -}}
{{- $database := .root.Values.database -}}
- name: {{ .name }}
  projected:
    defaultMode: 0440
    sources:
      {{- if $database.ca.existingSecret }}
      - secret:
          name: {{ $database.ca.existingSecret | quote }}
          items:
            - {key: {{ $database.ca.key | quote }}, path: ca.crt}
      {{- end }}
      {{- if $database.keys.password }}
      - secret:
          name: {{ .secret | quote }}
          items:
            - {key: {{ $database.keys.password | quote }}, path: password}
      {{- end }}
{{- end -}}
