import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { ImportedProcess } from './common/imported.js';

/** How code says on which port it listens. That of a database is in code too, where it is called, so no other `port:` counts. */
const inCode = [
  // process.env.PORT || 3000, os.environ.get("PORT", 8000), ENV.fetch('PORT', 3000), Number(Bun.env.PORT ?? '3000')
  /\bPORT\b['"\])]*\s*(?:\|\||\?\?|,)\s*['"]?(\d{2,5})\b/g,
  /\.listen\(\s*(?:\{[^{}]*?\bport:\s*)?(\d{2,5})\b/g,
  /\b(?:const|let|var)\s+port\s*=\s*(\d{2,5})\b/gi,
  /\.run\([^()]*\bport\s*=\s*(\d{2,5})\b/g,
  /\bListenAndServe(?:TLS)?\(\s*"[^":]*:(\d{2,5})"/g,
];

/** How the settings of a tool that serves say it. */
const inSettings = [/\bport['"]?\s*:\s*(\d{2,5})\b/g];

/** A file of code in the words of a command. */
const codeFile = /(?:^|[\s"'=])([\w@./-]+\.(?:[cm]?[jt]sx?|py|rb|go|php|exs?))(?=$|[\s"':;&|])/g;

/** Where programs read their port by default. */
const settingsOf: readonly (readonly [program: RegExp, files: readonly string[]])[] = [
  [/\bvite\b/, ['vite.config.ts', 'vite.config.js', 'vite.config.mjs', 'vite.config.mts']],
  [/\bwebpack\b/, ['webpack.config.js', 'webpack.config.ts', 'webpack.config.cjs']],
  [/\bvue-cli-service\b/, ['vue.config.js']],
  [/\bnuxt\b/, ['nuxt.config.ts', 'nuxt.config.js']],
  [/\bastro\b/, ['astro.config.mjs', 'astro.config.ts', 'astro.config.js']],
];

/** Bytes of a file that are read; a port is written near the end or the beginning of what is short anyway. */
const mostBytes = 256 * 1024;

/**
 * The ports that are only in the code that a process runs: in the files that its command names, and the settings of its tool.
 * @param folder that of the configuration; absolute
 */
export function portsInCode({ keys, runs }: ImportedProcess, folder: string): readonly number[] {
  const text = [keys.command, ...(keys.args ?? []), runs ?? ''].join(' ');
  const named = [...text.matchAll(codeFile)].map(([, name]) => name!);
  const settings = settingsOf.flatMap(([program, files]) => (program.test(text) ? files : []));
  const portsOf = (names: readonly string[], patterns: readonly RegExp[]): readonly number[] =>
    names.flatMap((name) => {
      const code = beginningOf(join(folder, keys.cwd ?? '.', name));
      return patterns.flatMap((pattern) => [...code.matchAll(pattern)].map(([, port]) => Number(port)));
    });
  return [...new Set([...portsOf(named, inCode), ...portsOf(settings, inSettings)])];
}

function beginningOf(file: string): string {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, 'r');
    const bytes = Buffer.alloc(mostBytes);
    return bytes.toString('utf8', 0, readSync(descriptor, bytes, 0, mostBytes, 0));
  } catch {
    return ''; // It is not there, or is none of ours.
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
