{{/* The command line of `chandler serve`: every flag that a value decides. */}}
{{- define "chandler.arguments" -}}
- serve
- --listen=0.0.0.0:{{ .Values.webhook.port }}
- --health-listen=0.0.0.0:{{ .Values.healthPort }}
- --service={{ include "chandler.fullname" . }}.{{ .Release.Namespace }}.svc
- --account=system:serviceaccount:{{ .Release.Namespace }}:{{ include "chandler.serviceAccountName" . }}
{{- if .Values.certManager.enabled }}
- --tls-cert=/etc/chandler/tls/tls.crt
- --tls-key=/etc/chandler/tls/tls.key
{{- else }}
- --certs-secret={{ .Release.Namespace }}/{{ include "chandler.certsSecret" . }}
- --webhook-config={{ include "chandler.clusterName" . }}
{{- end }}
- --image={{ .Values.injected.image | default (include "chandler.image" .) }}
- --image-pull-policy={{ .Values.injected.imagePullPolicy }}
{{- if kindIs "invalid" .Values.injected.runAsUser }}
- --run-as-user=none
{{- else }}
- --run-as-user={{ int64 .Values.injected.runAsUser }}
{{- end }}
{{- with .Values.injected.resources }}
- --default-cpu-request={{ .requests.cpu }}
- --default-cpu-limit={{ .limits.cpu }}
- --default-memory-request={{ .requests.memory }}
- --default-memory-limit={{ .limits.memory }}
{{- end }}
{{- if .Values.injected.imageVolumes }}
- --image-volumes
{{- end }}
{{- with .Values.namespaces }}
- --namespaces={{ join "," . }}
{{- end }}
{{- if .Values.controller.enabled }}
- --lease={{ .Release.Namespace }}/{{ include "chandler.fullname" . }}
- --reconcile-interval={{ int .Values.controller.reconcileIntervalSeconds }}s
- --status-sync-interval={{ int .Values.controller.statusSyncIntervalSeconds }}s
- --operation-workers={{ int .Values.controller.operationWorkers }}
- --api-listen={{ with include "chandler.api" . }}0.0.0.0:{{ $.Values.api.port }}{{ end }}
{{- else }}
- --no-controller
{{- end }}
- --log-level={{ .Values.log.level }}
{{- end }}
