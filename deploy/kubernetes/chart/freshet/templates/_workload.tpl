{{/*
A service's StatefulSet. All five are one: each pod is a static member of its Kafka groups, or owns a state directory, under the pod's
name, and so gets its partitions and its state back at once when it is replaced. Context: root, name.
*/}}
{{- define "freshet.statefulset" -}}
{{- $values := index .root.Values .name -}}
{{- $facts := index (include "freshet.facts" .root | fromYaml) .name -}}
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: {{ include "freshet.name" . }}
  labels:
    {{- include "freshet.labels" . | nindent 4 }}
spec:
  replicas: {{ int64 $values.replicas }}
  serviceName: {{ include "freshet.name" . }}
  podManagementPolicy: Parallel
  updateStrategy:
    type: RollingUpdate
  minReadySeconds: 5
  revisionHistoryLimit: 5
  selector:
    matchLabels:
      {{- include "freshet.selectorLabels" . | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "freshet.labels" . | nindent 8 }}
        {{- with $values.podLabels }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      annotations:
        checksum/config: {{ include "freshet.configurationChecksum" . }}
        {{- with $values.podAnnotations }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
    spec:
      {{- include "freshet.podSpec" . | nindent 6 }}
  {{- if and $facts.state $values.persistence.enabled }}
  persistentVolumeClaimRetentionPolicy:
    whenDeleted: Retain
    whenScaled: Retain
  volumeClaimTemplates:
    - apiVersion: v1
      kind: PersistentVolumeClaim
      metadata:
        name: state
        labels:
          {{- include "freshet.selectorLabels" . | nindent 10 }}
      spec:
        accessModes:
          - ReadWriteOnce
        {{- with $values.persistence.storageClass }}
        storageClassName: {{ . }}
        {{- end }}
        resources:
          requests:
            storage: {{ $values.persistence.size }}
  {{- end }}
{{- end -}}

{{/* Changes whenever something does that the pods read at their start; policy and templates are read again by themselves. */}}
{{- define "freshet.configurationChecksum" -}}
{{- $facts := index (include "freshet.facts" .root | fromYaml) .name -}}
{{- $parts := list (include "freshet.configuration" .) (toYaml .root.Values.kafka.security) -}}
{{- if $facts.database }}{{ $parts = append $parts (toYaml (index .root.Values.database .name)) }}{{ end -}}
{{- join "\n" $parts | sha256sum -}}
{{- end -}}

{{- define "freshet.podSpec" -}}
{{- $values := index .root.Values .name -}}
{{- $facts := index (include "freshet.facts" .root | fromYaml) .name -}}
serviceAccountName: {{ include "freshet.serviceAccountName" . }}
automountServiceAccountToken: {{ $facts.api }}
enableServiceLinks: false
{{- include "freshet.imagePullSecrets" .root }}
terminationGracePeriodSeconds: {{ int64 $values.terminationGracePeriodSeconds }}
{{- with $values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
securityContext:
  {{- include "freshet.podSecurityContext" .root | nindent 2 }}
  {{- if $facts.api }}
  supplementalGroups:
    {{- $groups := list (int64 .root.Values.tasks.group | toString) }}
    {{- range $name, $group := .root.Values.tasks.groups }}
    {{- $groups = append $groups (int64 $group | toString) }}
    {{- end }}
    {{- range $groups | sortAlpha | uniq }}
    - {{ . }}
    {{- end }}
  {{- end }}
{{- with $values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $values.tolerations }}
tolerations:
  {{- range $name, $toleration := . }}
  - {{- toYaml $toleration | nindent 4 }}
  {{- end }}
{{- end }}
{{- with $values.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- if $values.topologySpread.enabled }}
topologySpreadConstraints:
  - maxSkew: 1
    topologyKey: {{ $values.topologySpread.topologyKey }}
    whenUnsatisfiable: {{ $values.topologySpread.whenUnsatisfiable }}
    labelSelector:
      matchLabels:
        {{- include "freshet.selectorLabels" . | nindent 8 }}
{{- end }}
containers:
  - name: {{ .name }}
    {{- include "freshet.container" . | nindent 4 }}
volumes:
  {{- include "freshet.volumes" . | nindent 2 }}
{{- end -}}

{{- define "freshet.container" -}}
{{- $values := index .root.Values .name -}}
{{- $facts := index (include "freshet.facts" .root | fromYaml) .name -}}
image: {{ include "freshet.image" (dict "root" .root "image" $values.image) | quote }}
imagePullPolicy: {{ .root.Values.image.pullPolicy }}
env:
  {{- include "freshet.environment" . | nindent 2 }}
ports:
  - name: http
    containerPort: {{ $facts.port }}
    protocol: TCP
startupProbe:
  httpGet:
    path: /health/live
    port: http
  periodSeconds: 2
  timeoutSeconds: 5
  failureThreshold: {{ div (add $values.startupSeconds 1) 2 }}
livenessProbe:
  httpGet:
    path: /health/live
    port: http
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 3
readinessProbe:
  httpGet:
    path: /health/ready
    port: http
  periodSeconds: 5
  timeoutSeconds: 5
  failureThreshold: 2
lifecycle:
  # While connections are still sent here: the service ends only when nobody is sent to it any more.
  preStop:
    sleep:
      seconds: 5
resources:
  {{- include "freshet.resources" $values.resources | nindent 2 }}
securityContext:
  {{- include "freshet.containerSecurityContext" .root | nindent 2 }}
terminationMessagePolicy: FallbackToLogsOnError
volumeMounts:
  {{- include "freshet.mounts" . | nindent 2 }}
{{- end -}}

{{- define "freshet.mounts" -}}
{{- $facts := index (include "freshet.facts" .root | fromYaml) .name -}}
- name: config
  mountPath: /etc/freshet/config
  readOnly: true
- name: tmp
  mountPath: /tmp
{{- if $facts.state }}
- name: state
  mountPath: /var/lib/freshet
{{- end }}
{{- if $facts.storage }}
- name: storage
  mountPath: /storage
{{- end }}
{{- if and $facts.identity (include "freshet.identityConfigMap" .root) }}
- name: identity
  mountPath: /etc/freshet/identity
  readOnly: true
{{- end }}
{{- if include "freshet.secret" . }}
- name: {{ $facts.secrets }}
  mountPath: /etc/freshet/{{ $facts.secrets }}
  readOnly: true
{{- end }}
{{- if and $facts.api (include "freshet.templatesConfigMap" .root) }}
- name: templates
  mountPath: /etc/freshet/templates
  readOnly: true
{{- end }}
{{- include "freshet.kafkaMounts" .root }}
{{- end -}}

{{- define "freshet.volumes" -}}
{{- $values := index .root.Values .name -}}
{{- $facts := index (include "freshet.facts" .root | fromYaml) .name -}}
- name: config
  configMap:
    name: {{ include "freshet.name" . }}
- name: tmp
  emptyDir: {}
{{- if and $facts.state (not $values.persistence.enabled) }}
- name: state
  emptyDir: {}
{{- end }}
{{- if $facts.storage }}
- name: storage
  persistentVolumeClaim:
    claimName: {{ include "freshet.storageClaim" .root }}
{{- end }}
{{- if and $facts.identity (include "freshet.identityConfigMap" .root) }}
- name: identity
  configMap:
    name: {{ include "freshet.identityConfigMap" .root }}
{{- end }}
{{- with include "freshet.secret" . }}
- name: {{ $facts.secrets }}
  secret:
    secretName: {{ . }}
{{- end }}
{{- if and $facts.api (include "freshet.templatesConfigMap" .root) }}
- name: templates
  configMap:
    name: {{ include "freshet.templatesConfigMap" .root }}
{{- end }}
{{- include "freshet.kafkaVolumes" .root }}
{{- end -}}
