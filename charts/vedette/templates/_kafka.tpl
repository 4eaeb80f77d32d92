{{/* Kafka for probers and writer: settings, and files in /etc/vedette/kafka. Take the root. */}}

{{- define "vedette.kafka.files" -}}
{{- $kafka := .Values.kafka -}}
{{- if or $kafka.ca.existingSecret $kafka.keys.cert $kafka.keys.password }}yes{{ end -}}
{{- end -}}

{{- define "vedette.kafka.env" -}}
{{- $kafka := .Values.kafka -}}
- name: VEDETTE_KAFKA_BROKERS
  value: {{ join "," $kafka.brokers | quote }}
- name: VEDETTE_KAFKA_SECURITY
  value: {{ $kafka.security }}
{{- if $kafka.ca.existingSecret }}
- name: VEDETTE_KAFKA_CA
  value: /etc/vedette/kafka/ca.crt
{{- end }}
{{- if $kafka.keys.cert }}
- name: VEDETTE_KAFKA_CERT
  value: /etc/vedette/kafka/client.crt
- name: VEDETTE_KAFKA_KEY
  value: /etc/vedette/kafka/client.key
{{- end }}
{{- if eq $kafka.security "sasl_tls" }}
- name: VEDETTE_KAFKA_SASL_MECHANISM
  value: {{ $kafka.saslMechanism }}
- name: VEDETTE_KAFKA_USERNAME
  {{- if $kafka.username }}
  value: {{ $kafka.username | quote }}
  {{- else }}
  valueFrom:
    secretKeyRef:
      name: {{ $kafka.existingSecret | quote }}
      key: {{ $kafka.keys.username | quote }}
  {{- end }}
- name: VEDETTE_KAFKA_PASSWORD_FILE
  value: /etc/vedette/kafka/password
{{- end }}
- name: VEDETTE_KAFKA_CREATE_TOPICS
  value: {{ $kafka.topics.create | quote }}
- name: VEDETTE_KAFKA_PARTITIONS
  value: {{ $kafka.topics.partitions | int | quote }}
- name: VEDETTE_KAFKA_REPLICATION
  value: {{ $kafka.topics.replication | int | quote }}
{{- end -}}

{{- define "vedette.kafka.mount" -}}
- name: kafka
  mountPath: /etc/vedette/kafka
  readOnly: true
{{- end -}}

{{- define "vedette.kafka.volume" -}}
{{- $kafka := .Values.kafka -}}
- name: kafka
  projected:
    defaultMode: 0440
    sources:
      {{- if $kafka.ca.existingSecret }}
      - secret:
          name: {{ $kafka.ca.existingSecret | quote }}
          items:
            - {key: {{ $kafka.ca.key | quote }}, path: ca.crt}
      {{- end }}
      {{- if or $kafka.keys.cert $kafka.keys.password }}
      - secret:
          name: {{ $kafka.existingSecret | quote }}
          items:
            {{- if $kafka.keys.cert }}
            - {key: {{ $kafka.keys.cert | quote }}, path: client.crt}
            - {key: {{ $kafka.keys.key | quote }}, path: client.key}
            {{- end }}
            {{- if $kafka.keys.password }}
            - {key: {{ $kafka.keys.password | quote }}, path: password}
            {{- end }}
      {{- end }}
{{- end -}}
