# build-images.ps1: builds Chandler's image and that of the Jobs.
#   -Engine    docker or podman; default: the one that is there
#   -Registry  pushes them there, too, and prints the values for helm: registry.example.org/team
#   -Tag       default: dev
#   -Postgres  the image that the Jobs' stands on
param(
  [string]$Engine,
  [string]$Registry,
  [string]$Tag = "dev",
  [string]$Postgres = "docker.io/library/postgres:17"
)
$ErrorActionPreference = "Stop"
Set-Location $PSScriptRoot

if (-not $Engine) {
  $found = Get-Command docker, podman -ErrorAction SilentlyContinue | Select-Object -First 1
  if (-not $found) { throw "neither docker nor podman is here; name one with -Engine" }
  $Engine = $found.Source
}
$base = if ($Registry) { $Registry } else { "localhost" }

function Invoke-Engine {
  & $Engine @args
  if ($LASTEXITCODE -ne 0) { throw "$Engine $($args[0]) failed" }
}

Invoke-Engine build --target runtime --tag "$base/chandler:$Tag" ../..
Invoke-Engine build --build-arg "BASE=$Postgres" --tag "$base/task-job:$Tag" job
if ($Registry) {
  Invoke-Engine push "$base/chandler:$Tag"
  Invoke-Engine push "$base/task-job:$Tag"
}
Write-Output "--set images.chandler=$base/chandler:$Tag --set images.job=$base/task-job:$Tag --set images.postgres=$Postgres"
