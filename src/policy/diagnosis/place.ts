/** A place in source code, as a line of output names it. */
export interface Place {
  readonly file: string;
  readonly line: number;
  /** False where it is in a runtime, a library or an installed package. */
  readonly isUsers: boolean;
}

/** Stack frames, each with the file as its first group and the line as its second. */
const frames: readonly RegExp[] = [
  /^\s*File "([^"]+)", line (\d+)/, // Python
  /^\s*at .{0,300}\(((?:file:\/\/)?[^\s()]{1,300}?):(\d+)(?::\d+)?\)?/, // Node, Java, Kotlin
  /^\s*(?:at|❯) (?:async )?((?:file:\/\/)?[^\s()]{1,300}?):(\d+)(?::\d+)?\b/, // Node, Rust, Vitest
  /^\s*at .{0,300} in (\S{1,300}?):(?:line )?(\d+)/, // .NET, Mono
  /^\s*from (\S{1,300}?):(\d+):in /, // Ruby
  /^\s*#\d+ (\S{1,300}?)\((\d+)\)(?:: |$)/, // PHP
  /^\s*#\d+ 0x[0-9a-f]{1,16} in .{1,200} (\S{1,300}?):(\d+)(?::\d+)?$/, // sanitizers
  /^\s*thrown in (\S{1,300}) on line (\d+)/, // PHP
  /^│? {0,4}on (\S{1,300}\.tf) line (\d+)[,:]/, // Terraform
  /^\t(\S{1,300}\.(?:go|s)):(\d+)(?: \+0x|$)/, // Go
  /^\s*--> (\S{1,300}?):(\d+):\d+/, // rustc
  /^\s+(?:\([^)]{1,80}\) )?(\S{1,300}?\.[a-z]{1,5}):(\d+)(?::\d+)?(?:: |:?$)/, // Elixir, Lua, esbuild
  /^((?:file:\/\/)?\/\S{1,300}\.\w{1,5}):(\d+)$/, // PHPUnit, Node above an excerpt
  /^\s*╭─\[ ?(\S{1,300}?):(\d+):\d+ ?\]/, // Rolldown, Vite, oxc
  /^(\.\/\S{1,300}\.\w{1,5}):(\d+):\d+$/, // Next.js
  /^(\S{1,300}\.nim)\((\d+)\) \w{1,80}$/, // Nim
  /^(\S{1,300}\.py):(\d+): (?:[A-Z]\w{0,60}(?:Error|Exception)|in \w{1,80})?$/, // pytest
  /^\s+(\S{1,300}\.\w{1,5}) (\d+):\d+ {2}/, // Sass
  /^ {2}[\w.'$]{1,120}, called at (\S{1,300}):(\d+):\d+ in /, // Haskell
];

/** The same inside of messages. */
const mentions: readonly RegExp[] = [
  /^(?:[\w./-]{1,40}: )?(?:\.\/)?([^\s:()'"]{1,300}\.[A-Za-z]{1,5}):(\d+)(?::\d+)?:/, // compilers, ruby, psql, lua
  /^\w{1,20}:(?!\/\/)([^\s:()'"]{1,300}\.[a-z]{1,5}):(\d+): /, // psql
  /^([^\s:()'"]{1,300}\.[a-z]{1,5})\((\d+), ?\d+\):? /, // tsc, msbuild, nim
  /^e: (?:file:\/\/)?(\S{1,300}?):(\d+):\d+ /, // Kotlin
  /\bsource: (\S{1,300}) line: (\d+) /, // lighttpd
  /^(\S{1,300}\.\w{1,5}):\[(\d+),\d+\] /, // Maven
  /^(?!yaml:)(\S{1,300}): line (\d+): /, // bash
  /^([^\s:]{1,300}\.(?:sh|bash)): (\d+): /, // dash
  /^((?:GNU)?[Mm]akefile|[\w./-]{1,200}\.mk):(\d+): /,
  /\bpanicked at (?:'.{0,300}', )?(\S{1,300}?):(\d+):\d+/,
  /\bfile "([^\s"]{1,300})",? line (\d+)/i,
  /\b(?:in|at) file "?([^\s"]{1,300})"? (?:at )?line (\d+)/i,
  /\bin (\S{1,300}?\.\w{1,8}):(\d+)\b/, // PHP, nginx
  /\b(?:in|at|of) "?([^\s"]{1,300}?\.\w{1,8})"?,? (?:on )?line (\d+)/i, // PHP, Perl
  /\b(?:on line|line) (\d+) of ([^\s:]{1,300})/i, // Apache: reversed, see below
  /\[(?![\d:.]{1,20}\])([^\s\]]{1,300}?):(\d+)\]/, // HAProxy
  /(?:^|[\s"'(])([\w./@-]{0,200}(?:\.[a-z]{1,5}|[A-Z]\w{1,20}file)):(\d+)(?::\d+)?["')]?: /, // Elixir, Caddy, Hugo
  /\((?!\d+:)(\S{1,300}?):(\d+)(?::\d+)?\)/,
  /^(\S{1,300}\.\w{1,8}) \(line (\d+)\): /, // fish
  /^SyntaxError: (\S{1,300}): .{1,300} \((\d+):\d+\)$/, // Babel
  /\bat ([^\s:]{1,300}\.\w{1,8}):(\d+)\.?$/,
  /^ERROR in \.\/(\S{1,300}\.\w{1,5}) (\d+):\d+/, // webpack
];

const foreign =
  /(?:^|\/)(?:node_modules|vendor|\.yarn|site-packages|dist-packages|gems|\.cargo\/registry|pkg\/mod|rustc)\/|^(?:libraries\/|node:|ext:|internal\/|native |<|\[eval|\/usr\/(?:lib|share|local\/(?:lib|go))\/|\/nix\/store\/|\/opt\/(?!app)|java\.base\/|net\.js$|(?:events|timers|module|fs)\.js$)|\.pyenv\/|\/lib\/python\d|\/\.rustup\/|\/go\/src\/|\.nvm\//;
const foreignClass =
  /^\s*at (?:[\w.]+\/)?(?:javax?|jdk|sun|com\.sun|kotlinx?|scala|groovy|clojure|org\.(?:springframework|apache|hibernate|junit|gradle|eclipse|jetbrains)|kafka|io\.ktor|oracle|com\.microsoft|org\.(?:elasticsearch|yaml|flywaydb|mariadb|mongodb)|com\.mysql|io\.(?:netty|micronaut|quarkus|undertow)|reactor|com\.zaxxer|org\.postgresql|System|Microsoft)\./;

/** The place in a stack frame; undefined where the line is none. `null` for a frame without a place. */
export function frameOf(text: string): Place | null | undefined {
  for (const form of frames) {
    const match = form.exec(text);
    if (match !== null) return placeOf(match[1]!, match[2]!, foreignClass.test(text));
  }
  return bareFrame.test(text) ? null : undefined;
}

const bareFrame =
  /^\s+at (?:async )?[\w.$<>[\]/ @*#:-]{1,200}(?:\(.{0,200}\))?(?: \{)?$|^\s*\.\.\. \d+ (?:more|common frames omitted|levels)|^\t?from <|^\s*#\d+ \{main\}|^goroutine \d+ \[|^[\w./]{1,100}\.[\w.*()]{1,100}\(.{0,200}\)$|^created by |^exit status \d+$|^\[C\]: in |^\s+\d+: 0x[0-9a-f]+ |^\s*\[Previous line repeated |^\d{1,3}: \(\(?[A-Z]/;

/** The place that a message names; undefined where it names none. */
export function placeIn(text: string): Place | undefined {
  for (const form of mentions) {
    const match = form.exec(text);
    if (match === null) continue;
    const [, one, other] = match as unknown as [string, string, string];
    return /^\d+$/.test(one) ? placeOf(other, one, false) : placeOf(one, other, false);
  }
  return undefined;
}

/** A place in words, from the folder in which the program runs: "lib/cart.js:3". */
export function sayPlace({ file, line }: Place, cwd: string | undefined): string {
  return `${relativePath(file, cwd)}:${line}`;
}

/** A path from the folder in which the program runs, where it is below that. */
export function relativePath(path: string, cwd: string | undefined): string {
  const bare = path.replace(/^file:\/\//, '').replace(/^\.\//, '');
  const inside = cwd !== undefined && cwd !== '/' && bare.startsWith(`${cwd.replace(/\/$/, '')}/`);
  return inside ? bare.slice(cwd.replace(/\/$/, '').length + 1) : bare;
}

function placeOf(file: string, line: string, isForeignClass: boolean): Place {
  return { file: file.replace(/^file:\/\//, ''), line: Number(line), isUsers: !isForeignClass && !foreign.test(file) };
}
