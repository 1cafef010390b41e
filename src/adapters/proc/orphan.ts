/** The pid of the process that adopts orphans. */
export const init = 1;
