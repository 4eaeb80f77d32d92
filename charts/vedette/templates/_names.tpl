{{/* Names and labels. Most of these take a part: dict "root" $ "component" "prober" "values" V, for
     a prober group also "location". */}}

{{- define "vedette.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 40 | trimSuffix "-" -}}
{{- end -}}

{{- define "vedette.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- $name := include "vedette.name" . -}}
{{- if contains $name .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* "vedette-writer"; a prober group's ends in its location. */}}
{{- define "vedette.partName" -}}
{{- $name := printf "%s-%s" (include "vedette.fullname" .root) .component -}}
{{- with .location }}{{ $name = printf "%s-%s" $name . }}{{ end -}}
{{- $name -}}
{{- end -}}

{{/* For objects without a namespace: two releases of one name never meet. */}}
{{- define "vedette.clusterName" -}}
{{- printf "%s-%s" .Release.Namespace (include "vedette.fullname" .) -}}
{{- end -}}

{{- define "vedette.serviceAccountName" -}}
{{- $account := .values.serviceAccount -}}
{{- if $account.create -}}
{{- default (printf "%s-%s" (include "vedette.fullname" .root) .component) $account.name -}}
{{- else -}}
{{- default "default" $account.name -}}
{{- end -}}
{{- end -}}

{{/* What never changes, for selectors. */}}
{{- define "vedette.selectorLabels" -}}
app.kubernetes.io/name: {{ include "vedette.name" .root | quote }}
app.kubernetes.io/instance: {{ .root.Release.Name | quote }}
app.kubernetes.io/component: {{ .component }}
{{- with .location }}
vedette.dev/location: {{ . | quote }}
{{- end }}
{{- end -}}

{{- define "vedette.labels" -}}
{{ include "vedette.selectorLabels" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- with .root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "vedette.image" -}}
{{- $image := .Values.image -}}
{{- printf "%s:%s" $image.repository (default .Chart.AppVersion $image.tag) -}}
{{- with $image.digest }}@{{ . }}{{ end -}}
{{- end -}}

{{/* Every location that there is, sorted: a list as the programs read it. */}}
{{- define "vedette.locations" -}}
{{- $all := .Values.otherLocations -}}
{{- range .Values.probers }}{{ $all = append $all .location }}{{ end -}}
{{- $all | uniq | sortAlpha | join "," -}}
{{- end -}}

{{/* The kinds' only switch for what a cluster may not know. */}}
{{- define "vedette.knows" -}}
{{- if .root.Capabilities.APIVersions.Has .kind }}yes{{ end -}}
{{- end -}}
