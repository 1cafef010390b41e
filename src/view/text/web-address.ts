import { isWebUrl } from '../../policy/words/web-url.js';
import { plainText, type Span } from './span.js';

/** A URL as something to press, which leads there; undefined where there is none, or none that a terminal may be given. */
export function urlSpan(url: string | null | undefined, text: (url: string) => string = plainText): Span | undefined {
  return url == null || !isWebUrl(url) ? undefined : { text: text(url), tone: 'key', link: url };
}

/** A URL in few cells: without its scheme, and without a user, a query and a fragment, which may hold what nobody else should see. */
export function shortUrl(url: string): string {
  const [, scheme = '', , host = '', path = ''] = /^(https?):\/\/([^/?#@]*@)?([^/?#]*)([^?#]*)/i.exec(url) ?? [];
  const start = scheme.toLowerCase() === 'https' ? 'https://' : '';
  return plainText(start + host + (path === '/' ? '' : path));
}
