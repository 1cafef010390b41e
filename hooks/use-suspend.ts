import { useApp } from 'ink';

/**
 * Makes what Ctrl+Z does: the terminal is given back as it was before the dashboard, `stop` is awaited, and the dashboard is
 * drawn again. Undefined where there is nothing to stop, and on a Node without what Ink needs for it.
 */
export function useSuspend(stop: (() => Promise<void>) | undefined): (() => void) | undefined {
  const { suspendTerminal } = useApp();
  if (stop === undefined || !('withResolvers' in Promise)) return undefined;
  return () => void suspendTerminal(stop);
}
