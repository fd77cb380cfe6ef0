{{/* What both webhooks have in common. caBundle is left out: the process writes its own. */}}
{{- define "chandler.webhook" -}}
admissionReviewVersions: [v1]
sideEffects: None
reinvocationPolicy: IfNeeded
failurePolicy: {{ .Values.webhook.failurePolicy }}
timeoutSeconds: {{ .Values.webhook.timeoutSeconds }}
matchPolicy: Equivalent
clientConfig:
  service:
    namespace: {{ .Release.Namespace }}
    name: {{ include "chandler.fullname" . }}
    port: 443
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
    {{- with .Values.webhook.namespaceSelector.matchExpressions }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
{{- end }}
