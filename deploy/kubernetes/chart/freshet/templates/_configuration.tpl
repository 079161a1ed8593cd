{{/* The properties of a service, as its ConfigMap holds them. Context: root, name. */}}
{{- define "freshet.configuration" -}}
{{- $values := index .root.Values .name -}}
{{- $facts := index (include "freshet.facts" .root | fromYaml) .name -}}
micronaut:
  server:
    host: "0.0.0.0"
    port: {{ $facts.port }}
freshet:
  http:
    hosts:
      {{- $service := include "freshet.name" . }}
      {{- $namespace := .root.Release.Namespace }}
      - {{ $service | quote }}
      - {{ printf "%s.%s" $service $namespace | quote }}
      - {{ printf "%s.%s.svc" $service $namespace | quote }}
      - {{ printf "%s.%s.svc.cluster.local" $service $namespace | quote }}
      {{- range $host, $allowed := .root.Values.http.hosts }}
      {{- if $allowed }}
      - {{ $host | quote }}
      {{- end }}
      {{- end }}
  kafka:
    bootstrap-servers: {{ required "kafka.bootstrapServers: required, as host:port" .root.Values.kafka.bootstrapServers | quote }}
    partitions: {{ int64 .root.Values.kafka.partitions }}
    replication: {{ int64 .root.Values.kafka.replication }}
    properties:
      {{- include "freshet.kafkaProperties" (dict "root" .root "user" "${KAFKA_USERNAME}" "password" "${KAFKA_PASSWORD}") | nindent 6 }}
  {{- if $facts.state }}
  state:
    dir: /var/lib/freshet
  {{- end }}
  {{- if $facts.storage }}
  storage:
    root: /storage
  {{- end }}
  {{- if and $facts.identity (include "freshet.identityConfigMap" .root) }}
  identity:
    policy: /etc/freshet/identity/policy.yaml
  {{- end }}
  {{- if include "freshet.secret" . }}
  secrets:
    directory: /etc/freshet/{{ $facts.secrets }}
  {{- end }}
  {{- if and (eq .name "audit") .root.Values.alerts.mail.host }}
  audit:
    alerts:
      {{- with .root.Values.alerts.mail }}
      mail:
        host: {{ .host | quote }}
        port: {{ int64 .port }}
        from: {{ .from | quote }}
        start-tls: {{ .startTls }}
        domains:
          {{- range $domain, $allowed := .domains }}
          {{- if $allowed }}
          - {{ $domain | quote }}
          {{- end }}
          {{- end }}
      {{- end }}
  {{- end }}
  {{- if eq .name "scheduler" }}
  admission:
    default-slots: {{ int64 .root.Values.tasks.slots }}
    shared-slots: true
  {{- end }}
  {{- if $facts.api }}
  launcher:
    executor: kubernetes
    user: {{ int64 .root.Values.tasks.user }}
    group: {{ int64 .root.Values.tasks.group }}
    kubernetes:
      namespace: {{ include "freshet.tasksNamespace" .root }}
      claim: {{ default (include "freshet.storageClaim" .root) .root.Values.tasks.claim }}
      cpu: {{ .root.Values.tasks.cpu | quote }}
      memory: {{ .root.Values.tasks.memory | quote }}
      pending-limit: {{ .root.Values.tasks.pendingLimit }}
      requests: {{ int64 .root.Values.tasks.requests }}
      service-account: {{ include "freshet.serviceAccountName" . }}
      {{- with .root.Values.tasks.image }}
      image: {{ . | quote }}
      {{- end }}
      {{- if include "freshet.templatesConfigMap" .root }}
      templates: /etc/freshet/templates
      {{- end }}
  {{- end }}
{{- with $values.config }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* The environment of a service: what differs from pod to pod, and what is secret. Context: root, name. */}}
{{- define "freshet.environment" -}}
{{- $values := index .root.Values .name -}}
{{- $facts := index (include "freshet.facts" .root | fromYaml) .name -}}
- name: MICRONAUT_CONFIG_FILES
  value: /etc/freshet/config/freshet.yml
- name: FRESHET_{{ upper .name }}_INSTANCE
  valueFrom:
    fieldRef:
      fieldPath: metadata.name
{{- if $facts.peers }}
- name: POD_IP
  valueFrom:
    fieldRef:
      fieldPath: status.podIP
- name: FRESHET_{{ upper .name }}_ADDRESS
  value: "$(POD_IP):{{ $facts.port }}"
{{- end }}
- name: FRESHET_LOG_LEVEL
  value: {{ $values.logLevel | quote }}
{{- with trim (printf "%s %s" (include "freshet.kafkaJavaOptions" .root) $values.javaOptions) }}
- name: JDK_JAVA_OPTIONS
  value: {{ . | quote }}
{{- end }}
{{- with include "freshet.tracingEndpoint" .root }}
- name: OTEL_EXPORTER_OTLP_ENDPOINT
  value: {{ . | quote }}
{{- end }}
{{- include "freshet.kafkaEnvironment" (dict "root" .root "secret" (printf "%s-kafka" (include "freshet.fullname" .root))) }}
{{- if $facts.database }}
{{- include "freshet.databaseEnvironment" . }}
{{- end }}
{{- range $name, $given := $values.extraEnv }}
- name: {{ $name }}
  {{- if kindIs "string" $given }}
  value: {{ $given | quote }}
  {{- else }}
  valueFrom:
    {{- toYaml $given | nindent 4 }}
  {{- end }}
{{- end }}
{{- end -}}

{{- define "freshet.databaseEnvironment" -}}
{{- $database := index .root.Values.database .name -}}
{{- $secret := default (printf "%s-database" (include "freshet.name" .)) $database.existingSecret }}
- name: DATASOURCES_DEFAULT_URL
  value: {{ required (printf "database.%s.jdbcUrl: required" .name) $database.jdbcUrl | quote }}
- name: DATASOURCES_DEFAULT_USERNAME
  valueFrom:
    secretKeyRef:
      name: {{ $secret }}
      key: {{ $database.usernameKey }}
- name: DATASOURCES_DEFAULT_PASSWORD
  valueFrom:
    secretKeyRef:
      name: {{ $secret }}
      key: {{ $database.passwordKey }}
{{- end -}}

{{/* The Secret with what workflows name that this service knows; empty if there is none. Context: root, name. */}}
{{- define "freshet.secret" -}}
{{- $facts := index (include "freshet.facts" .root | fromYaml) .name -}}
{{- if $facts.secrets }}{{ (index .root.Values $facts.secrets).existingSecret }}{{ end -}}
{{- end -}}
