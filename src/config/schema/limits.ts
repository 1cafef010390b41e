/** The most replicas that a process can have. */
export const mostReplicas = 1000;
