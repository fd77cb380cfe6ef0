{{- define "chandler.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/* At most 57 characters: "-certs" must still fit. */}}
{{- define "chandler.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 57 | trimSuffix "-" }}
{{- else if contains (include "chandler.name" .) .Release.Name }}
{{- .Release.Name | trunc 57 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name (include "chandler.name" .) | trunc 57 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{/* Names of objects without a namespace: two releases must not share them. */}}
{{- define "chandler.clusterName" -}}
{{- $full := include "chandler.fullname" . }}
{{- if eq $full .Release.Namespace }}{{ $full }}{{ else }}{{ printf "%s.%s" $full .Release.Namespace }}{{ end }}
{{- end }}

{{/* cert-manager has one of its own: Helm takes the other away when the release changes over. */}}
{{- define "chandler.certsSecret" -}}
{{ include "chandler.fullname" . }}-{{ ternary "tls" "certs" .Values.certManager.enabled }}
{{- end }}

{{- define "chandler.serviceAccountName" -}}
{{- .Values.serviceAccount.name | default (include "chandler.fullname" .) }}
{{- end }}

{{- define "chandler.selectorLabels" -}}
app.kubernetes.io/name: {{ include "chandler.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "chandler.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{ include "chandler.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- define "chandler.image" -}}
{{- with .Values.image }}
{{- if .digest }}{{ .repository }}@{{ .digest }}
{{- else }}{{ .repository }}:{{ .tag | default $.Chart.AppVersion }}
{{- end }}
{{- end }}
{{- end }}

{{/* "true" where the REST API and the page are served: they tell what the controller writes. */}}
{{- define "chandler.api" -}}
{{- if and .Values.api.enabled .Values.controller.enabled }}true{{ end }}
{{- end }}

{{/* "true" where policies that hold our account back are made: in 1.30 they came to stay. */}}
{{- define "chandler.admissionPolicy" -}}
{{- if and .Values.admissionPolicy.enabled (.Capabilities.APIVersions.Has "admissionregistration.k8s.io/v1/ValidatingAdmissionPolicy") }}true{{ end }}
{{- end }}
