{{/* What the services differ in: port, state directory, storage root, database, identity policy, access to the API server, the value with its
Secret of what workflows name, whether its pods ask each other. */}}
{{- define "freshet.facts" -}}
scheduler: {port: 8080, state: true, storage: true, database: true, identity: true, api: false, secrets: webhooks, peers: true}
watcher: {port: 8081, state: true, storage: true, database: false, identity: false, api: false}
planner: {port: 8082, state: true, storage: false, database: false, identity: false, api: false}
launcher: {port: 8083, state: false, storage: true, database: false, identity: true, api: true}
audit: {port: 8084, state: false, storage: false, database: true, identity: false, api: false, secrets: alerts}
{{- end -}}
