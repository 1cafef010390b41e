import { Text } from 'ink';
import type { ReactElement } from 'react';
import { useTheme } from '../hooks/use-theme.js';
import { toAscii } from '../src/view/ascii.js';
import type { Line } from '../src/view/span.js';

/** Draws one line in the colours of the theme. */
export function StyledLine({ line }: { readonly line: Line }): ReactElement {
  const { tones, ascii } = useTheme();
  return (
    <Text wrap="truncate">
      {line.map(({ text, tone = 'plain', bold = false }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a span has no identity but its place
        <Text key={index} {...tones[tone]} bold={bold}>
          {ascii ? toAscii(text) : text}
        </Text>
      ))}
    </Text>
  );
}
