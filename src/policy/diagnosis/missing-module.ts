/** A module, package, gem or library that is not there, in the words of Node, Python, Ruby, Go, Perl and the dynamic linker. */
export const missingModule = new RegExp(
  [
    `Cannot find (?:module|package) '(?<node>[^']+)'`,
    `No module named '?(?<python>[\\w.]+)'?`,
    `cannot load such file -- (?<ruby>\\S+)`,
    `Could not find (?:gem )?'?(?<gem>[\\w.-]+)'?.{0,60} in (?:any of the sources|locally installed gems|rubygems|cached gems)`,
    `no required module provides package (?<go>[^\\s;]+)`,
    `package (?<std>\\S+) is not in (?:GOROOT|std)`,
    `cannot find package "(?<gopath>[^"]+)"`,
    `Can't locate (?<perl>\\S+) in @INC`,
    `error while loading shared libraries: (?<library>[^\\s:]+)`,
    `Library not loaded: (?<dylib>\\S+)`,
  ].join('|'),
);

/** Says which is missing, and how it comes. */
export function explainMissingModule(match: RegExpExecArray): { readonly what: string; readonly advice: string } {
  const [tool, name] = Object.entries(match.groups ?? {}).find(([, value]) => value !== undefined) ?? ['node', ''];
  const what = `the module ${name} is missing`;
  switch (tool) {
    case 'node':
      if (/^(\.{0,2}\/|file:)/.test(name)) {
        return {
          what: `the file ${name} is missing`,
          advice: 'build it first, or mend the path; cwd: is the folder in which the process runs',
        };
      }
      return { what, advice: `run npm install, or npm install ${name} where it is not in package.json` };
    case 'python':
      return { what, advice: `run pip install for ${name}, in the virtual environment that this command uses` };
    case 'ruby':
    case 'gem':
      return { what: `the gem ${name} is missing`, advice: 'run bundle install' };
    case 'go':
    case 'std':
    case 'gopath':
      return { what: `the package ${name} is missing`, advice: `run go mod tidy, or go get ${name}` };
    case 'perl':
      return { what, advice: 'install it with cpan or cpanm' };
    default:
      return { what: `the library ${name} is missing`, advice: 'install the package of the system that has it' };
  }
}
