{{/* Values that each pass the schema and yet do not go together. */}}
{{- define "chandler.checks" -}}
{{- if eq (int .Values.webhook.port) (int .Values.healthPort) }}
{{- fail (printf "webhook.port and healthPort are both %d: they are two servers, so give them two ports" (int .Values.webhook.port)) }}
{{- end }}
{{- if include "chandler.api" . }}
{{- range $value, $port := dict "webhook.port" .Values.webhook.port "healthPort" .Values.healthPort }}
{{- if eq (int $port) (int $.Values.api.port) }}
{{- fail (printf "api.port and %s are both %d: they are two servers, so give them two ports" $value (int $port)) }}
{{- end }}
{{- end }}
{{- if eq (int .Values.api.port) 443 }}
{{- fail "api.port is 443: that is the webhook's port of the Service; take another, such as 8444" }}
{{- end }}
{{- if and .Values.hostNetwork (lt (int .Values.api.port) 1024) }}
{{- fail (printf "api.port is %d: with hostNetwork it must be 1024 or more, because Chandler does not run as root" (int .Values.api.port)) }}
{{- end }}
{{- end }}
{{- if and (not .Values.serviceAccount.create) (not .Values.serviceAccount.name) }}
{{- fail "serviceAccount.create is false and serviceAccount.name is empty: name the service account to use, or let the chart make one" }}
{{- end }}
{{- if and .Values.image.tag .Values.image.digest }}
{{- fail (printf "image.tag (%s) and image.digest (%s) are both set: the digest would win silently, so set one" .Values.image.tag .Values.image.digest) }}
{{- end }}
{{- if le (int .Values.terminationGracePeriodSeconds) (int .Values.webhook.timeoutSeconds) }}
{{- fail (printf "terminationGracePeriodSeconds (%d) must be more than webhook.timeoutSeconds (%d): requests in flight would be cut off" (int .Values.terminationGracePeriodSeconds) (int .Values.webhook.timeoutSeconds)) }}
{{- end }}
{{- if has .Release.Namespace (list "kube-system") }}
{{- fail "Chandler can't be installed into kube-system: its webhooks leave that namespace alone; take one of its own, such as chandler-system" }}
{{- end }}
{{- if and .Values.hostNetwork (lt (int .Values.webhook.port) 1024) }}
{{- fail (printf "webhook.port is %d: with hostNetwork it must be 1024 or more, because Chandler does not run as root" (int .Values.webhook.port)) }}
{{- end }}
{{- end }}
