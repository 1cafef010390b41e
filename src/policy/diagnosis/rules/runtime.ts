import type { Rule } from './rule.js';

const runtime = ['run it with the version that it asks for (nvm, pyenv, rbenv, sdkman)'];

/** What asks for another version of a runtime, in the words of its tool. */
export const runtimeRules: readonly Rule[] = [
  {
    kind: 'runtime_too_old',
    sees: /compiled against a different Node\.js version|^(?:Error: )?The module '(?:[^']{0,300}\/)?(?<name>[^'/]{1,100}\.node)'$/,
    needs: /compiled against a different Node\.js version/,
    says: ['{name} was built for another Node.js version', 'a module was built for another Node.js version'],
    advice: ['run npm rebuild, or the version of Node.js that it was installed with'],
    matches: [
      "Error: The module '/app/node_modules/bcrypt/bcrypt_lib.node'\nwas compiled against a different Node.js version using\nNODE_MODULE_VERSION 108.",
    ],
  },
  {
    kind: 'runtime_too_old',
    sees: /Unsupported class file major version (?<name>\d{1,3})/,
    says: ['class files of version {name} are not supported'],
    advice: ['run it with the Java that its build tool knows, or update the build tool'],
    matches: ['Unsupported class file major version 65'],
  },
  {
    kind: 'runtime_too_old',
    sees: /Cannot find a Java installation .{0,120}languageVersion=(?<name>\d{1,3})/,
    says: ['Java {name} is required'],
    advice: runtime,
    matches: ['> Cannot find a Java installation on your machine matching: {languageVersion=21, vendor=any vendor}.'],
  },
  {
    kind: 'runtime_too_old',
    sees: /You must install or update \.NET/,
    below: /^Framework: '[^']{1,80}', version '(?<name>[\d.]{1,20})'/,
    says: ['.NET {name} is required', 'another version of .NET is required'],
    advice: ['install that version of .NET, or build it for one that is there'],
    matches: [
      "You must install or update .NET to run this application.\n\nArchitecture: x64\nFramework: 'Microsoft.NETCore.App', version '8.0.0' (x64)",
    ],
  },
  {
    kind: 'runtime_too_old',
    sees: /Your Ruby version is [\d.]{1,12}, but your Gemfile specified (?<name>\S{1,20})/,
    says: ['Ruby {name} is required'],
    advice: runtime,
    matches: ['Your Ruby version is 3.1.2, but your Gemfile specified 3.3.0'],
  },
  {
    kind: 'runtime_too_old',
    sees: /PHP version "?(?<name>(?:>=|\^|~)? ?[\d.]{1,12})"?.{0,20}(?:required|You are running)/,
    says: ['PHP {name} is required'],
    advice: runtime,
    matches: ['Your Composer dependencies require a PHP version ">= 8.3.0". You are running 8.2.7.'],
  },
  {
    kind: 'runtime_too_old',
    sees: /Current Python version \([^)]{1,20}\) is not (?:allowed|supported) by the project \((?<name>[^)]{1,40})\)|No interpreter found for Python (?<name2>\S{1,20})/,
    says: ['Python {name} is required'],
    advice: ['install that version of Python, or name it to the tool (poetry env use, uv python install)'],
    matches: [
      'Current Python version (3.9.2) is not allowed by the project (^3.11).',
      'error: No interpreter found for Python >=3.13 in managed installations or search path',
    ],
  },
  {
    kind: 'runtime_too_old',
    sees: /ERR_PNPM_UNSUPPORTED_ENGINE/,
    below: /^Expected version: (?<name>.{1,40})$/,
    says: ['its runtime has the wrong version: {name} is required', 'its runtime has the wrong version'],
    advice: runtime,
    matches: [
      ' ERR_PNPM_UNSUPPORTED_ENGINE  Unsupported environment (bad pnpm and/or Node.js version)\n\nYour Node version is incompatible with "/app".\n\nExpected version: >=20\nGot: v18.12.0',
    ],
  },
  {
    kind: 'runtime_too_old',
    sees: /(?:^|[\s"'(])(?<name>(?:Java|JDK|JRE|JVM|Node(?:\.js)?|Python|Ruby|PHP|Go|Rust) (?:version )?v?[\d.]{1,12}(?: or (?:later|newer|higher|above|greater|up))?) (?:or \w+ )?is required|\brequires (?:a minimum |at least )?(?<name2>(?:Java|JDK|JRE|JVM) (?:version )?[\d.]{1,12})|\brequires a minimum (?<name4>Node\.js version of v?[\d.]{1,12})|\bonly supports (?<name3>Node\.js >= ?[\d.]{1,12})/,
    says: ['{name} is required'],
    advice: runtime,
    matches: [
      'Java 11 or later is required to run the Solr server.',
      'The Angular CLI requires a minimum Node.js version of v18.13.',
      'Gradle 9.0 requires JVM 17 or later to run.',
      'Prisma only supports Node.js >= 16.13.',
    ],
  },
  {
    kind: 'runtime_too_old',
    sees: /Node\.js v[\d.]{1,12} is not supported by/,
    below: /supported version: "?(?<name>[^"]{1,40}?)"?$/,
    says: ['Node.js {name} is required', 'its runtime has the wrong version'],
    advice: runtime,
    matches: ['Node.js v20.20.2 is not supported by Astro!\nPlease upgrade Node.js to a supported version: ">=22.12.0"'],
  },
];
