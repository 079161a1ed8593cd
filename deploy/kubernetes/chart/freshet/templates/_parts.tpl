{{/* The smaller objects of a service. Context: root, name. */}}

{{- define "freshet.configmap" -}}
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ include "freshet.name" . }}
  labels:
    {{- include "freshet.labels" . | nindent 4 }}
data:
  freshet.yml: |
    {{- include "freshet.configuration" . | nindent 4 }}
{{- end -}}

{{- define "freshet.service" -}}
{{- $values := index .root.Values .name -}}
{{- $facts := index (include "freshet.facts" .root | fromYaml) .name -}}
apiVersion: v1
kind: Service
metadata:
  name: {{ include "freshet.name" . }}
  labels:
    {{- include "freshet.labels" . | nindent 4 }}
  {{- with $values.service.annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  type: ClusterIP
  {{- if not $facts.database }}
  clusterIP: None
  {{- end }}
  ports:
    - name: http
      port: {{ $facts.port }}
      targetPort: http
      protocol: TCP
  selector:
    {{- include "freshet.selectorLabels" . | nindent 4 }}
{{- end -}}

{{- define "freshet.serviceaccount" -}}
{{- $values := index .root.Values .name -}}
{{- if $values.serviceAccount.create -}}
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ include "freshet.serviceAccountName" . }}
  labels:
    {{- include "freshet.labels" . | nindent 4 }}
  {{- with $values.serviceAccount.annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
automountServiceAccountToken: false
{{- end -}}
{{- end -}}

{{- define "freshet.poddisruptionbudget" -}}
{{- $values := index .root.Values .name -}}
{{- if $values.disruptionBudget.enabled -}}
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ include "freshet.name" . }}
  labels:
    {{- include "freshet.labels" . | nindent 4 }}
spec:
  maxUnavailable: {{ int64 $values.disruptionBudget.maxUnavailable }}
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector:
    matchLabels:
      {{- include "freshet.selectorLabels" . | nindent 6 }}
{{- end -}}
{{- end -}}

{{- define "freshet.networkpolicy" -}}
{{- $policy := .root.Values.networkPolicy -}}
{{- $facts := index (include "freshet.facts" .root | fromYaml) .name -}}
{{- if $policy.enabled -}}
{{- $from := list -}}
{{- range $name, $peer := $policy.monitoring }}{{ $from = append $from $peer }}{{ end -}}
{{- if $facts.database -}}
{{- range $name, $peer := $policy.clients }}{{ $from = append $from $peer }}{{ end -}}
{{- end -}}
{{- $own := dict "podSelector" (dict "matchLabels" (include "freshet.selectorLabels" . | fromYaml)) -}}
{{- if $facts.peers }}{{ $from = append $from $own }}{{ end -}}
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{ include "freshet.name" . }}
  labels:
    {{- include "freshet.labels" . | nindent 4 }}
spec:
  podSelector:
    matchLabels:
      {{- include "freshet.selectorLabels" . | nindent 6 }}
  policyTypes:
    - Ingress
    - Egress
  {{- if $from }}
  ingress:
    - from:
        {{- toYaml $from | nindent 8 }}
      ports:
        - port: http
          protocol: TCP
  {{- else }}
  ingress: []
  {{- end }}
  egress:
    {{- include "freshet.egress" . | nindent 4 }}
{{- end -}}
{{- end -}}

{{- define "freshet.egress" -}}
{{- $policy := .root.Values.networkPolicy -}}
{{- $facts := index (include "freshet.facts" .root | fromYaml) .name -}}
- ports:
    - port: 53
      protocol: UDP
    - port: 53
      protocol: TCP
- ports:
    - port: {{ int64 $policy.kafkaPort }}
      protocol: TCP
{{- if $facts.peers }}
- to:
    - podSelector:
        matchLabels:
          {{- include "freshet.selectorLabels" . | nindent 10 }}
  ports:
    - port: {{ $facts.port }}
      protocol: TCP
{{- end }}
{{- if $facts.database }}
- ports:
    - port: {{ int64 $policy.databasePort }}
      protocol: TCP
{{- end }}
{{- if $facts.api }}
- ports:
    - port: 443
      protocol: TCP
    - port: {{ int64 $policy.apiServerPort }}
      protocol: TCP
{{- end }}
{{- if and (eq .name "audit") (or .root.Values.alerts.existingSecret .root.Values.alerts.mail.host) }}
- ports:
    {{- range default (dict "https" 443) $policy.alertPorts }}
    - port: {{ int64 . }}
      protocol: TCP
    {{- end }}
    {{- if .root.Values.alerts.mail.host }}
    - port: {{ int64 .root.Values.alerts.mail.port }}
      protocol: TCP
    {{- end }}
{{- end }}
{{- if include "freshet.kafkaOauth" .root }}
- ports:
    - port: {{ int64 $policy.tokenPort }}
      protocol: TCP
{{- end }}
{{- if include "freshet.tracingEndpoint" .root }}
- ports:
    - port: 4317
      protocol: TCP
    - port: 4318
      protocol: TCP
{{- end }}
{{- end -}}

{{- define "freshet.servicemonitor" -}}
{{- $monitor := .root.Values.serviceMonitor -}}
{{- if $monitor.enabled -}}
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata:
  name: {{ include "freshet.name" . }}
  labels:
    {{- include "freshet.labels" . | nindent 4 }}
    {{- with $monitor.labels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  jobLabel: app.kubernetes.io/component
  selector:
    matchLabels:
      {{- include "freshet.selectorLabels" . | nindent 6 }}
  endpoints:
    - port: http
      path: /prometheus
      interval: {{ $monitor.interval }}
{{- end -}}
{{- end -}}
