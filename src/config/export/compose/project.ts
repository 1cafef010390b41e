import type { Configuration } from '../../schema/process-config.js';
import { commentsOn, type Exported, headline, type NoCounterpart } from '../common/exported.js';
import { type ImageProcess, inImages } from '../common/in-image.js';
import { Lost } from '../common/lost.js';
import { serviceName } from '../common/names.js';
import { type YamlMap, yamlDocument } from '../common/yaml.js';
import { composeService, type ServiceContext } from './service.js';
import { stackService } from './stack.js';

/** A project as compose.yaml for docker compose, and as stack.yaml for `docker stack deploy`. */
export function exportCompose(configuration: Configuration): Exported {
  const { processes, withoutImage } = inImages(configuration, serviceName);
  if (processes.length === 0) return { files: [], missing: [], withoutImage };
  const name = projectName(configuration.name);
  const missing: NoCounterpart[] = [];
  const file = (heading: string, top: YamlMap, write: (exported: ImageProcess, context: ServiceContext) => YamlMap): string => {
    const others = new Map(processes.map((each) => [each.process.name, each]));
    const comments = new Map<string, readonly string[]>();
    // A map, since an object would put names that are numbers first.
    const services = new Map<string, YamlMap>();
    for (const exported of processes) {
      const lost = new Lost(exported.process.name);
      services.set(exported.host, write(exported, { folder: configuration.directory, others, lost }));
      const moved = [...exported.moved].map(([from, to]) => `${from} is ${to} here`);
      comments.set(exported.host, [...moved, ...commentsOn(lost.all)]);
      missing.push(...lost.all);
    }
    return yamlDocument([headline('compose'), `# ${heading}`], { ...top, services }, ['services'], comments);
  };
  return {
    files: [
      { name: 'compose.yaml', text: file(`Start it with: docker compose -p ${name} up`, {}, composeService) },
      {
        name: 'stack.yaml',
        text: file(`Deploy it with: docker stack deploy -c stack.yaml ${name}`, { version: '3.8' }, stackService),
      },
    ],
    missing,
    withoutImage,
  };
}

function projectName(name: string): string {
  return (
    name
      .toLowerCase()
      .replace(/[^a-z0-9_-]+/g, '-')
      .replace(/^[^a-z0-9]+/, '') || 'project'
  );
}
