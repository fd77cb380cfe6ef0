{{/* What all webhooks have in common. caBundle is left out: the process writes its own, or cert-manager. */}}
{{- define "chandler.webhookBase" -}}
admissionReviewVersions: [v1]
sideEffects: None
timeoutSeconds: {{ .Values.webhook.timeoutSeconds }}
matchPolicy: Equivalent
{{- end }}

{{- define "chandler.webhookService" -}}
namespace: {{ .Release.Namespace }}
name: {{ include "chandler.fullname" . }}
port: 443
{{- end }}

{{/* Those of pods and workloads. */}}
{{- define "chandler.webhook" -}}
{{ include "chandler.webhookBase" . }}
reinvocationPolicy: IfNeeded
failurePolicy: {{ .Values.webhook.failurePolicy }}
clientConfig:
  service:
    {{- include "chandler.webhookService" . | nindent 4 }}
    path: /mutate
# A value that is neither "true" nor "false" must reach us, for we answer it with a warning.
objectSelector:
  matchExpressions:
    - {key: chandler.dev/inject, operator: Exists}
    - {key: chandler.dev/inject, operator: NotIn, values: ["false"]}
namespaceSelector:
  {{- with .Values.webhook.namespaceSelector.matchLabels }}
  matchLabels: {{- toYaml . | nindent 4 }}
  {{- end }}
  matchExpressions:
    - key: kubernetes.io/metadata.name
      operator: NotIn
      values: {{ concat (list "kube-system" .Release.Namespace) .Values.webhook.excludedNamespaces | uniq | toJson }}
    {{- with .Values.namespaces }}
    - key: kubernetes.io/metadata.name
      operator: In
      values: {{ toJson . }}
    {{- end }}
    {{- with .Values.webhook.namespaceSelector.matchExpressions }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
{{- end }}
