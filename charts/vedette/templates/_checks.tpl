{{/* Contradictions between values, each in a sentence that names both keys. The schema refuses what
     is wrong by itself. */}}

{{- define "vedette.checks" -}}
{{- include "vedette.checks.kafka" . -}}
{{- include "vedette.checks.database" . -}}
{{- include "vedette.checks.probers" . -}}
{{- end -}}

{{- define "vedette.checks.kafka" -}}
{{- $kafka := .Values.kafka -}}
{{- $keys := $kafka.keys -}}
{{- $named := or $keys.cert $keys.key $keys.username $keys.password -}}
{{- if and (not $kafka.brokers) (or .Values.probers .Values.writer.enabled) -}}
{{- fail "kafka.brokers is empty, and there are probers or writer.enabled: give host:port of one broker or more" -}}
{{- end -}}
{{- if eq $kafka.security "plaintext" -}}
{{- if or $kafka.existingSecret $kafka.ca.existingSecret $kafka.username -}}
{{- fail "kafka.security is plaintext, so kafka.existingSecret, kafka.ca.existingSecret and kafka.username mean nothing: set kafka.security to tls or sasl_tls, or empty them" -}}
{{- end -}}
{{- end -}}
{{- if and $named (not $kafka.existingSecret) -}}
{{- fail "kafka.keys names keys, but kafka.existingSecret is empty: which Secret holds them?" -}}
{{- end -}}
{{- if and $kafka.existingSecret (not $named) -}}
{{- fail "kafka.existingSecret is set, but kafka.keys names nothing to take from it: name cert and key for tls, password for sasl_tls" -}}
{{- end -}}
{{- if ne (empty $keys.cert) (empty $keys.key) -}}
{{- fail "kafka.keys.cert and kafka.keys.key go together: name both or none" -}}
{{- end -}}
{{- if eq $kafka.security "sasl_tls" -}}
{{- if not $keys.password -}}
{{- fail "kafka.security is sasl_tls, which needs kafka.keys.password: the key of the password in kafka.existingSecret" -}}
{{- end -}}
{{- if eq (empty $kafka.username) (empty $keys.username) -}}
{{- fail "kafka.security is sasl_tls, which needs the user's name once: in kafka.username, or its key in kafka.keys.username" -}}
{{- end -}}
{{- else if or $keys.password $keys.username $kafka.username -}}
{{- fail (printf "kafka.security is %s, so kafka.username, kafka.keys.username and kafka.keys.password mean nothing: set it to sasl_tls, or empty them" $kafka.security) -}}
{{- end -}}
{{- end -}}

{{- define "vedette.checks.database" -}}
{{- $database := .Values.database -}}
{{- if .Values.writer.enabled -}}
{{- if not (or $database.existingSecret $database.url) -}}
{{- fail "database.existingSecret and database.url are both empty: name the Secret whose key database.keys.uri says where PostgreSQL is, or set writer.enabled to false" -}}
{{- end -}}
{{- if regexMatch "://[^/@]*:[^/@]*@|password=" $database.url -}}
{{- fail "database.url holds a password: put the URI into a Secret and name it in database.existingSecret" -}}
{{- end -}}
{{- if and $database.url $database.existingSecret (not $database.keys.password) -}}
{{- fail "database.url is set, so database.existingSecret is asked for the password only: name its key in database.keys.password, or empty one of the two" -}}
{{- end -}}
{{- if and $database.keys.password (not $database.existingSecret) -}}
{{- fail "database.keys.password is set, but database.existingSecret is empty: which Secret holds it?" -}}
{{- end -}}
{{- if and .Values.writer.migrate.existingSecret $database.url (not $database.keys.password) -}}
{{- fail "database.url is set, so writer.migrate.existingSecret is asked for the password only: name its key in database.keys.password" -}}
{{- end -}}
{{- if and (has $database.sslMode (list "verify-ca" "verify-full")) (not $database.ca.existingSecret) -}}
{{- fail (printf "database.sslMode is %s, but database.ca.existingSecret is empty: which CA signed the server's certificate?" $database.sslMode) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "vedette.checks.probers" -}}
{{- $seen := list -}}
{{- range .Values.probers -}}
{{- if has .location $seen -}}
{{- fail (printf "probers names the location %s twice: one entry for each probers[].location" .location) -}}
{{- end -}}
{{- if has .location $.Values.otherLocations -}}
{{- fail (printf "probers and otherLocations both name the location %s: it is here or elsewhere" .location) -}}
{{- end -}}
{{- $seen = append $seen .location -}}
{{- $group := mergeOverwrite (deepCopy $.Values.prober) . -}}
{{- if and (gt (int $group.replicas) 1) (eq $group.sharding "none") -}}
{{- fail (printf "prober.replicas is %d at the location %s, but prober.sharding is none: every pod would probe every target; one pod, or prober.sharding=kafka" (int $group.replicas) .location) -}}
{{- end -}}
{{- end -}}
{{- if and (or .Values.operator.enabled .Values.writer.enabled) (not (or $seen .Values.otherLocations)) -}}
{{- fail "probers and otherLocations are both empty: no location would probe anything" -}}
{{- end -}}
{{- end -}}
