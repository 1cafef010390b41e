import { resolve } from 'node:path';

/** The shells for which there is a completion script. */
const shells = ['bash', 'zsh', 'fish'] as const;

/** A shell for which there is a completion script. */
export type Shell = (typeof shells)[number];

/**
 * The scripts ask the program itself through its hidden command, which answers a line for each way on, the word and its meaning with
 * a tab between, and `:files` where a path may stand. The program is called as it was typed, so that a relative path works too.
 */
const scripts: Readonly<Record<Shell, string>> = {
  bash: `# watchdog completion for bash; put this into ~/.bashrc:  eval "$(watchdog completion bash)"
_watchdog() {
  local line=\${COMP_LINE:0:COMP_POINT} words answer typed before reply
  read -ra words <<<"$line"
  case $line in *[[:space:]]) words+=('') ;; esac
  typed=\${words[\${#words[@]}-1]}
  # bash has cut the word at these, and puts in only what comes after the last of them.
  before=
  case $typed in *[:=]*) case $COMP_WORDBREAKS in *[:=]*) before=\${typed%"\${typed##*[:=]}"} ;; esac ;; esac
  COMPREPLY=()
  while IFS=$'\\t' read -r answer _; do
    if [ "$answer" = :files ]; then
      compopt -o filenames 2>/dev/null
      while IFS= read -r reply; do COMPREPLY+=("$reply"); done < <(compgen -f -- "\${typed#"$before"}")
    else
      printf -v reply %q "\${answer#"$before"}"
      COMPREPLY+=("$reply")
    fi
  done < <("\${words[0]}" __complete ASKED-- "\${words[@]:1}" 2>/dev/null)
}
complete -F _watchdog watchdog
`,
  zsh: `#compdef watchdog
# watchdog completion for zsh; put this into ~/.zshrc, after compinit:  eval "$(watchdog completion zsh)"
_watchdog() {
  local -a answers described
  local answer word meaning files=
  answers=("\${(@f)$("\${words[1]}" __complete ASKED-- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  for answer in "\${answers[@]}"; do
    [[ -z $answer ]] && continue
    if [[ $answer == :files ]]; then files=yes; continue; fi
    word=\${answer%%$'\\t'*} meaning=\${answer#*$'\\t'}
    described+=("\${word//:/\\\\:}:$meaning")
  done
  (( \${#described} )) && _describe -t words watchdog described
  [[ -n $files ]] && _files
  return 0
}
if [[ $funcstack[1] == _watchdog ]]; then _watchdog "$@"; else compdef _watchdog watchdog; fi
`,
  fish: `# watchdog completion for fish:  watchdog completion fish > ~/.config/fish/completions/watchdog.fish
function __watchdog_complete
    set -l words (commandline -opc) (commandline -ct)
    for answer in ($words[1] __complete ASKED-- $words[2..-1] 2>/dev/null)
        if test "$answer" = :files
            __fish_complete_path (commandline -ct)
        else
            echo $answer
        end
    end
end
complete -c watchdog -f -a '(__watchdog_complete)'
`,
};

/**
 * The script of a shell.
 * @param files the configuration whose names it completes where a line names none; none for the nearest
 */
export function completionScript(shell: Shell, files: readonly string[]): string {
  const asked = files.map((file) => `--file ${quotedFor(shell, resolve(file))} `).join('');
  return scripts[shell].replace('ASKED', () => asked);
}

function quotedFor(shell: Shell, word: string): string {
  const escaped = shell === 'fish' ? word.replace(/[\\']/g, '\\$&') : word.replaceAll("'", "'\\''");
  return `'${escaped}'`;
}
