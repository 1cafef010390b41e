import { isMap } from '../../schema/merge-defaults.js';
import { type Lookup, settle } from '../common/references.js';
import { scalarText } from '../common/values.js';

/** The most ports of one range that are looked at. */
const mostPorts = 100;

/** The ports of the host that a service takes, of both ways to write them. */
export function publishedPorts(written: unknown, lookup: Lookup): readonly number[] {
  if (!Array.isArray(written)) return [];
  return written.flatMap((each: unknown) => {
    const text = settle((isMap(each) ? scalarText(each.published) : scalarText(each)) ?? '', lookup).text;
    if (isMap(each)) return rangeOf(text);
    // [address:][port of the host:]port of the container[/protocol]
    const parts = text
      .replace(/\/\w+$/, '')
      .replace(/\[[^\]]*\]/, '')
      .split(':');
    return parts.length < 2 ? [] : rangeOf(parts.at(-2)!);
  });
}

function rangeOf(text: string): readonly number[] {
  const [, from, to = from] = /^(\d+)(?:-(\d+))?$/.exec(text) ?? [];
  if (from === undefined) return [];
  const count = Math.min(mostPorts, Number(to) - Number(from) + 1);
  return Array.from({ length: Math.max(0, count) }, (_, index) => Number(from) + index);
}
