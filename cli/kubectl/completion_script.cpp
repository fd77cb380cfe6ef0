#include "cli/kubectl/complete.hpp"

namespace chandler::cli::kubectl {
namespace {

constexpr std::string_view bash = R"(# bash completion of chandler
_chandler() {
  local out directive line
  out=$("${COMP_WORDS[0]}" __complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null) || return
  directive=${out##*:}
  out=${out%:*}
  COMPREPLY=()
  while IFS= read -r line; do
    if [[ -n $line ]]; then COMPREPLY+=("${line%%$'\t'*}"); fi
  done <<<"$out"
  if ((directive & 2)); then compopt -o nospace; fi
  if ! ((directive & 4)); then compopt -o default; fi
}
complete -F _chandler chandler
)";

constexpr std::string_view zsh = R"(#compdef chandler
_chandler() {
  local out directive line
  local -a items nospace
  out=$("${words[1]}" __complete "${(@)words[2,CURRENT]}" 2>/dev/null) || return
  directive=${out##*:}
  out=${out%:*}
  for line in "${(@f)out}"; do
    [[ -n $line ]] && items+=("${${line//:/\\:}/$'\t'/:}")
  done
  ((directive & 2)) && nospace=(-S '')
  _describe -t chandler chandler items $nospace
  ((directive & 4)) || _files
}
if [[ ${funcstack[1]} == _chandler ]]; then _chandler "$@"; else compdef _chandler chandler; fi
)";

constexpr std::string_view fish = R"(# fish completion of chandler
function __chandler_complete
    set -l words (commandline -opc) (commandline -ct)
    $words[1] __complete $words[2..-1] 2>/dev/null | string match --invert --regex '^:[0-9]+$'
end
complete --command chandler --no-files --arguments '(__chandler_complete)'
)";

}  // namespace

std::string completion_script(std::string_view shell) {
  if (shell == "bash") return std::string(bash);
  if (shell == "zsh") return std::string(zsh);
  return shell == "fish" ? std::string(fish) : std::string();
}

}  // namespace chandler::cli::kubectl
