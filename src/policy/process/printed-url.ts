import { isWebUrl } from '../words/web-url.js';

/** An address that a program says it serves. */
export interface PrintedUrl {
  readonly url: string;
  /** Whether the line calls it the one for this machine, so that no later one is better. */
  readonly isLocal: boolean;
}

/** What is examined of a line, in characters; a line that announces is short. */
export const longestAnnouncement = 500;

/** The address of this machine, or of all of its addresses, in a URL. */
const address =
  /https?:\/\/(?:localhost|[\w-]+(?:\.[\w-]+)*\.localhost|127(?:\.\d{1,3}){3}|0\.0\.0\.0|\[::1?\])(?::\d{1,5})?(?:\/[^\s"'<>`|]*)?/i;

const isLabelled = /\b(?:local|loopback)\b\s*(?:url|address)?\s*:?\s*$/i;

/** What programs say before or after the address of what they serve. */
const announces =
  /\b(?:listening|listens|running|runs|serving|serves|server|started|available|ready|visit|view|open|browse|access|address|live|online|preview)\b/i;

/** What is said of another program's address, or of one that does not work. */
const isOther =
  /\b(?:error|fail(?:ed|ure|ing)?|refused|cannot|can't|could not|unable|timed? ?out|proxy(?:ing)?|forward(?:ed|ing)?|connect(?:ed|ing|ion)?|fetch(?:ed|ing)?|request(?:ed|ing|s)?|redirect(?:ed|ing)?|upstream|waiting|already|in use)\b/i;

const isRequest = /\b(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\b/;

/**
 * The address in a line by which a development server says where it is found, such as "Local: http://localhost:5173/";
 * undefined for any other line.
 * @param line plain text, without colours
 */
export function printedUrl(line: string): PrintedUrl | undefined {
  if (line.length > longestAnnouncement) return undefined;
  const found = address.exec(line);
  if (found === null) return undefined;
  const before = line.slice(0, found.index);
  const after = line.slice(found.index + found[0].length);
  // A part of something longer: "?next=http://localhost", or "http://localhost.example.com".
  if (/[\w=?&/]$/.test(before) || /^(?:[\w@%-]|[.:][^\s"'])|^[\w.:@-]*@/.test(after)) return undefined;
  const url = forBrowser(found[0]);
  if (!isWebUrl(url)) return undefined;
  if (isLabelled.test(before)) return { url, isLocal: true };
  const rest = `${before} ${after}`;
  // The bare address, with a bullet or an arrow before it.
  const isAlone = !/[\p{L}\p{N}]/u.test(rest);
  return isAlone || (announces.test(rest) && !isOther.test(rest) && !isRequest.test(rest)) ? { url, isLocal: false } : undefined;
}

/** Without what ends a sentence, and with a host to which a browser can go. */
function forBrowser(written: string): string {
  const url = written.replace(/[.,;:!?)\]}*]+$/, (end) => (/^\]/.test(end) && written.endsWith('[::1]') ? end : ''));
  return url.replace(/^(https?:\/\/)(?:0\.0\.0\.0|\[::\])/i, '$1localhost');
}
