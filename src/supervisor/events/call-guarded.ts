/** Calls what is not ours. Its fault is the host's to see, but must not stop what we are in the middle of. */
export function callGuarded(call: () => void): void {
  try {
    call();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
