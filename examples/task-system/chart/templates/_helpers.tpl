{{/* Labels of a part: include "task-system.labels" (list $ "postgres") */}}
{{- define "task-system.labels" -}}
app.kubernetes.io/name: {{ index . 1 }}
app.kubernetes.io/part-of: task-system
app.kubernetes.io/instance: {{ (index . 0).Release.Name }}
app.kubernetes.io/managed-by: {{ (index . 0).Release.Service }}
{{- end }}

{{- define "task-system.selector" -}}
app.kubernetes.io/name: {{ index . 1 }}
app.kubernetes.io/instance: {{ (index . 0).Release.Name }}
{{- end }}

{{/* What Pod Security "restricted" asks of a pod: include "task-system.pod-security" 999 */}}
{{- define "task-system.pod-security" -}}
runAsNonRoot: true
runAsUser: {{ . }}
runAsGroup: {{ . }}
fsGroup: {{ . }}
seccompProfile: {type: RuntimeDefault}
{{- end }}

{{- define "task-system.container-security" -}}
allowPrivilegeEscalation: false
capabilities: {drop: [ALL]}
readOnlyRootFilesystem: true
{{- end }}

{{/* libpq's own variables */}}
{{- define "task-system.database" -}}
{{- range $variable, $key := dict "PGHOST" "host" "PGPORT" "port" "PGDATABASE" "dbname" "PGUSER" "username" "PGPASSWORD" "password" }}
- {name: {{ $variable }}, valueFrom: {secretKeyRef: {name: task-db, key: {{ $key }}}}}
{{- end }}
{{- end }}

{{/* A password: the given one, else the one that is there, else a new one: include "task-system.password" (list $ NAMESPACE SECRET KEY) */}}
{{- define "task-system.password" -}}
{{- $held := lookup "v1" "Secret" (index . 1) (index . 2) -}}
{{- if (index . 0).Values.postgresql.password -}}
{{ (index . 0).Values.postgresql.password }}
{{- else if $held -}}
{{ index $held.data (index . 3) | b64dec }}
{{- else -}}
{{ randAlphaNum 24 }}
{{- end -}}
{{- end }}
