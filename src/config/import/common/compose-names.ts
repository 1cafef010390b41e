/** The names under which docker compose finds its file by itself, the preferred first. */
export const composeFileNames = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];
