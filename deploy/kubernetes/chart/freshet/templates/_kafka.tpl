{{/* How clients reach Kafka. */}}

{{- define "freshet.kafkaSasl" -}}
{{- if hasPrefix "SASL_" .Values.kafka.security.protocol }}true{{ end -}}
{{- end -}}

{{- define "freshet.kafkaTls" -}}
{{- if hasSuffix "SSL" .Values.kafka.security.protocol }}true{{ end -}}
{{- end -}}

{{- define "freshet.kafkaOauth" -}}
{{- if and (include "freshet.kafkaSasl" .) (eq .Values.kafka.security.mechanism "OAUTHBEARER") }}true{{ end -}}
{{- end -}}

{{/*
Client properties as a YAML map. Context: root, user and password, which are placeholders that whoever reads the map resolves from the
environment: neither is ever in a ConfigMap.
*/}}
{{- define "freshet.kafkaProperties" -}}
{{- $security := .root.Values.kafka.security -}}
security.protocol: {{ $security.protocol }}
{{- if include "freshet.kafkaTls" .root }}
{{- if $security.tls.caSecret }}
ssl.truststore.type: PEM
ssl.truststore.location: /etc/freshet/kafka-ca/{{ $security.tls.caKey }}
{{- end }}
{{- if $security.tls.clientSecret }}
ssl.keystore.type: PEM
ssl.keystore.location: /etc/freshet/kafka-client/{{ $security.tls.clientKey }}
{{- end }}
{{- end }}
{{- if include "freshet.kafkaSasl" .root }}
sasl.mechanism: {{ $security.mechanism }}
{{- if include "freshet.kafkaOauth" .root }}
sasl.jaas.config: org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required;
sasl.login.callback.handler.class: org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler
sasl.oauthbearer.token.endpoint.url: {{ required "kafka.security.oauth.tokenEndpoint: required for OAUTHBEARER" $security.oauth.tokenEndpoint | quote }}
sasl.oauthbearer.client.credentials.client.id: {{ .user | quote }}
sasl.oauthbearer.client.credentials.client.secret: {{ .password | quote }}
{{- with $security.oauth.scope }}
sasl.oauthbearer.scope: {{ . | quote }}
{{- end }}
{{- else }}
{{- $module := ternary "plain.PlainLoginModule" "scram.ScramLoginModule" (eq $security.mechanism "PLAIN") }}
sasl.jaas.config: {{ printf "org.apache.kafka.common.security.%s required username=\"%s\" password=\"%s\";" $module .user .password | quote }}
{{- end }}
{{- end }}
{{- with .root.Values.kafka.properties }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* Where user and password come from. Context: root, secret (the one that the chart makes where none is given). */}}
{{- define "freshet.kafkaEnvironment" -}}
{{- if include "freshet.kafkaSasl" .root }}
{{- $security := .root.Values.kafka.security }}
- name: KAFKA_USERNAME
  valueFrom:
    secretKeyRef:
      name: {{ default .secret $security.existingSecret }}
      key: {{ $security.usernameKey }}
- name: KAFKA_PASSWORD
  valueFrom:
    secretKeyRef:
      name: {{ default .secret $security.existingSecret }}
      key: {{ $security.passwordKey }}
{{- end }}
{{- end -}}

{{/* Options of the JVM that Kafka's clients need: the JDK's side of OAUTHBEARER's permission. */}}
{{- define "freshet.kafkaJavaOptions" -}}
{{- if include "freshet.kafkaOauth" . -}}
-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls={{ .Values.kafka.security.oauth.tokenEndpoint }}
{{- end -}}
{{- end -}}

{{- define "freshet.kafkaMounts" -}}
{{- if include "freshet.kafkaTls" . }}
{{- if .Values.kafka.security.tls.caSecret }}
- name: kafka-ca
  mountPath: /etc/freshet/kafka-ca
  readOnly: true
{{- end }}
{{- if .Values.kafka.security.tls.clientSecret }}
- name: kafka-client
  mountPath: /etc/freshet/kafka-client
  readOnly: true
{{- end }}
{{- end }}
{{- end -}}

{{- define "freshet.kafkaVolumes" -}}
{{- if include "freshet.kafkaTls" . }}
{{- with .Values.kafka.security.tls.caSecret }}
- name: kafka-ca
  secret:
    secretName: {{ . }}
{{- end }}
{{- with .Values.kafka.security.tls.clientSecret }}
- name: kafka-client
  secret:
    secretName: {{ . }}
{{- end }}
{{- end }}
{{- end -}}

{{/* The credentials' Secret, where the chart must make it. */}}
{{- define "freshet.kafkaSecretData" -}}
{{- $security := .Values.kafka.security -}}
{{ $security.usernameKey }}: {{ required "kafka.security.username or .existingSecret: required for SASL" $security.username | quote }}
{{ $security.passwordKey }}: {{ required "kafka.security.password or .existingSecret: required for SASL" $security.password | quote }}
{{- end -}}
