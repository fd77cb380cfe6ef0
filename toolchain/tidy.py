"""tidy.py BUILD: clang-tidy over the sources named on stdin, and over all that include a
header named there, but the tests: Catch2's macros make most of their findings. What passed is remembered in
$CHANDLER_CACHE/tidy under a hash of the source, of all of the checkout's headers that it includes, of the checks and
of the compile command, so a second run only looks at what changed.

Most of the time goes into the headers, so a folder's sources are looked at together, as one that includes them. Where
there is a finding, or names clash, its halves are, down to each by itself, and what that says counts."""

import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

CLANG_TIDY = "clang-tidy-19"
BATCH = 12  # more would need more memory, and a clash would cost more
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


def findings_of(build, file, *more):
    """What clang-tidy says of a file, None if nothing."""
    # The compile commands are GCC's: Clang does not know all of its warnings.
    result = subprocess.run(
        [CLANG_TIDY, "--quiet", "-p", build, "--extra-arg=-Wno-unknown-warning-option", "--extra-arg=-Wno-error",
         *more, str(file)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    if result.returncode:
        return result.stdout + ("" if result.stdout else result.stderr)
    return None


def batches_of(todo, commands):
    """Sources that are compiled alike, a few at a time: of one target, so of the same flags."""
    alike = {}
    for file in todo:
        flags = re.sub(r" -o \S+ -c \S+$", "", commands[file])
        alike.setdefault((file.parent, flags), []).append(file)
    for (_, flags), files in alike.items():
        for start in range(0, len(files), BATCH):
            yield flags, files[start:start + BATCH]


def run_together(build, flags, files):
    """Whether there is nothing to say of the files as one source. What there is may come of their being one."""
    with tempfile.TemporaryDirectory(prefix="tidy-") as folder:
        together = pathlib.Path(folder) / "together.cpp"
        together.write_text("".join(f'#include "{file}"\n' for file in files))
        (pathlib.Path(folder) / "compile_commands.json").write_text(json.dumps(
            [{"directory": str(pathlib.Path(build).resolve()), "command": f"{flags} -c {together}", "file": str(together)}]))
        return findings_of(folder, together, r"--header-filter=.*\.(cpp|hpp)$",
                           f"--config-file={CHECKOUT / '.clang-tidy'}") is None


def run_batch(build, flags, files):
    """Pairs of a file and what there is to say of it."""
    if len(files) == 1:
        return [(files[0], findings_of(build, files[0]))]
    if run_together(build, flags, files):
        return [(file, None) for file in files]
    half = len(files) // 2
    return run_batch(build, flags, files[:half]) + run_batch(build, flags, files[half:])


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
    bad = done = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        runs = [pool.submit(run_batch, build, flags, files)
                for flags, files in batches_of(todo, commands)]
        for run in concurrent.futures.as_completed(runs):
            for file, findings in run.result():
                if findings is None:
                    todo[file].touch()
                else:
                    bad += 1
                    print(findings, flush=True)
            done += len(run.result())
            print(f"tidy: {done} of {len(todo)}", flush=True)
    if bad:
        print(f"tidy: {bad} sources with findings")
    return 2 if bad else 0


sys.exit(main())
