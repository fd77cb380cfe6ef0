"""tidy.py BUILD: clang-tidy over the sources named on stdin, and over all that include a
header named there, but the tests: Catch2's macros make most of their findings. What passed is remembered in $CHANDLER_CACHE/tidy under a hash of the
source, of all of the checkout's headers that it includes, of the checks and of the compile
command, so a second run only looks at what changed."""

import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys

CLANG_TIDY = "clang-tidy-19"
INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.MULTILINE)
CHECKOUT = pathlib.Path.cwd()
PASSED = pathlib.Path(os.environ.get("CHANDLER_CACHE", CHECKOUT / ".cache")) / "tidy"


def included(file, seen):
    """The file and all of the checkout's files that it includes, itself or through others."""
    if file not in seen:
        seen.add(file)
        for name in INCLUDE.findall(file.read_text()):
            for candidate in (file.parent / name, CHECKOUT / name):
                if candidate.is_file():
                    included(candidate.resolve(), seen)
                    break
    return seen


def checks_of(file):
    """The .clang-tidy files of its folder and of those above it."""
    return [folder / ".clang-tidy" for folder in file.parents
            if folder.is_relative_to(CHECKOUT) and (folder / ".clang-tidy").is_file()]


def fingerprint(file, command, closure):
    hashed = hashlib.sha256()
    for path in (CHECKOUT / "toolchain" / "packages", *checks_of(file), *sorted(closure)):
        hashed.update(str(path.relative_to(CHECKOUT)).encode() + b"\0" + path.read_bytes() + b"\0")
    hashed.update(command.replace(str(CHECKOUT), "").encode())
    return hashed.hexdigest()


def run_tidy(build, file):
    # The compile commands are GCC's: Clang does not know all of its warnings.
    result = subprocess.run(
        [CLANG_TIDY, "--quiet", "-p", build, "--extra-arg=-Wno-unknown-warning-option", "--extra-arg=-Wno-error", str(file)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    if result.returncode:
        return result.stdout + ("" if result.stdout else result.stderr)
    return None


def main():
    build = sys.argv[1]
    wanted = {(CHECKOUT / line).resolve() for line in sys.stdin.read().split()}
    commands = {pathlib.Path(entry["file"]).resolve(): entry["command"]
                for entry in json.loads((pathlib.Path(build) / "compile_commands.json").read_text())}
    PASSED.mkdir(parents=True, exist_ok=True)
    todo, known = {}, 0
    for file, command in sorted(commands.items()):
        if not file.is_file() or not file.is_relative_to(CHECKOUT):
            continue
        if file.is_relative_to(CHECKOUT / "build") or file.is_relative_to(CHECKOUT / "tests"):
            continue
        closure = included(file, set())
        if not closure & wanted:
            continue
        mark = PASSED / fingerprint(file, command, closure)
        if mark.exists():
            mark.touch()
            known += 1
        else:
            todo[file] = mark
    print(f"tidy: {len(todo)} sources to look at, {known} unchanged since they passed", flush=True)
    bad = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        runs = {pool.submit(run_tidy, build, file): file for file in todo}
        for done, run in enumerate(concurrent.futures.as_completed(runs), start=1):
            findings = run.result()
            if findings is None:
                todo[runs[run]].touch()
            else:
                bad += 1
                print(findings, flush=True)
            if done % 20 == 0:
                print(f"tidy: {done} of {len(todo)}", flush=True)
    if bad:
        print(f"tidy: {bad} sources with findings")
    return 2 if bad else 0


sys.exit(main())
