/** By what a place of the dashboard is known, drawn with any characters. */
const marks = {
  table: /^ {3}NAME +STATE/m,
  'log with the focus': /^ [▶=] \S.* (?:═|=){2}/m,
  'pinned pane': / [│|] /,
  'merged logs': /^ [─═=-]+ all processes /m,
  zoom: / z or Esc| z back/,
  terminal: /typing into/,
  details: /^ Now\b/m,
  'crash card': /^ How it ended\b/m,
  events: /^ Events {3}/m,
  dependencies: /^ Dependencies$|^ Wave 1/m,
  timing: /^ Start-up timing/m,
  help: /^ Keys {3}/m,
  problem: /^ Invalid configuration/m,
  palette: /^ :.*\n.*apply/m,
  'search of the log': /^ [/].*\n.*apply/m,
  'menu of the order': / sort the rows /,
  'menu of what to act on': / act on several processes /,
  'menu of actions': / act on (?!several)\S/,
  'menu of signals': / send a signal to /,
  'question about quitting': / Quit and stop /,
  'question about an action': / (?:Stop|Kill|Restart|Reset|Send \w+ to) .*\?/,
  selecting: / copies what is selected/,
  shutdown: /^ shutting down/m,
  'too small': /^ The terminal is/m,
} as const;

/** The places that a run through the dashboard is to reach. */
export const placeNames = Object.keys(marks) as readonly (keyof typeof marks)[];

/** Where the dashboard is, by what it shows. */
export function placesOn(lines: readonly string[]): readonly string[] {
  const screen = lines.join('\n');
  return placeNames.filter((name) => marks[name].test(screen));
}
