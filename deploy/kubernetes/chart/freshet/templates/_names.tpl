{{/* Names and labels. A component's context is a map: root (the chart's $) and name (of the service). */}}

{{- define "freshet.chartName" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 40 | trimSuffix "-" -}}
{{- end -}}

{{- define "freshet.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- $name := include "freshet.chartName" . -}}
{{- if contains $name .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* The name of what belongs to one component. */}}
{{- define "freshet.name" -}}
{{- printf "%s-%s" (include "freshet.fullname" .root) .name -}}
{{- end -}}

{{/* What selects a component's pods; it never changes, since selectors cannot. */}}
{{- define "freshet.selectorLabels" -}}
app.kubernetes.io/name: {{ include "freshet.chartName" .root }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .name }}
{{- end -}}

{{- define "freshet.labels" -}}
{{ include "freshet.selectorLabels" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/part-of: freshet
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- end -}}

{{- define "freshet.serviceAccountName" -}}
{{- $account := (index .root.Values .name).serviceAccount -}}
{{- if $account.create -}}
{{- default (include "freshet.name" .) $account.name -}}
{{- else -}}
{{- required (printf "%s.serviceAccount.name: give one, or create it" .name) $account.name -}}
{{- end -}}
{{- end -}}

{{/* Of an image map: its reference. Context: root, image. */}}
{{- define "freshet.image" -}}
{{- $repository := .image.repository -}}
{{- if .root.Values.image.registry -}}
{{- $repository = printf "%s/%s" (trimSuffix "/" .root.Values.image.registry) $repository -}}
{{- end -}}
{{- if .image.digest -}}
{{- printf "%s@%s" $repository .image.digest -}}
{{- else -}}
{{- printf "%s:%s" $repository (default .root.Chart.AppVersion (default .root.Values.image.tag .image.tag)) -}}
{{- end -}}
{{- end -}}

{{- define "freshet.imagePullSecrets" -}}
{{- $secrets := list -}}
{{- range $name, $used := .Values.image.pullSecrets -}}
{{- if $used }}{{ $secrets = append $secrets (dict "name" $name) }}{{ end -}}
{{- end -}}
{{- with $secrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end -}}
{{- end -}}

{{- define "freshet.tasksNamespace" -}}
{{- default .Release.Namespace .Values.tasks.namespace -}}
{{- end -}}

{{- define "freshet.storageClaim" -}}
{{- default (printf "%s-storage" (include "freshet.fullname" .)) .Values.storage.existingClaim -}}
{{- end -}}

{{- define "freshet.identityConfigMap" -}}
{{- if .Values.identity.existingConfigMap -}}
{{- .Values.identity.existingConfigMap -}}
{{- else if .Values.identity.policy -}}
{{- printf "%s-identity" (include "freshet.fullname" .) -}}
{{- end -}}
{{- end -}}

{{- define "freshet.templatesConfigMap" -}}
{{- if .Values.tasks.existingTemplates -}}
{{- .Values.tasks.existingTemplates -}}
{{- else if .Values.tasks.templates -}}
{{- printf "%s-templates" (include "freshet.fullname" .) -}}
{{- end -}}
{{- end -}}

{{- define "freshet.tracingEndpoint" -}}
{{- if .Values.tracing.endpoint -}}
{{- .Values.tracing.endpoint -}}
{{- else if .Values.jaeger.enabled -}}
{{- printf "http://%s-jaeger:4317" (include "freshet.fullname" .) -}}
{{- end -}}
{{- end -}}
