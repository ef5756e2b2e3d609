// The worker process: graphile-worker's command line reads this file before anything else.
import { EventEmitter } from 'node:events';
import { endOrThrow } from './src/errors.ts';
import { keepAlive } from './src/heartbeat.ts';
import { workerContext } from './src/worker_context.ts';
import { workerPreset } from './src/worker_preset.ts';

function readPreset(): GraphileConfig.Preset {
  try {
    const context = workerContext();
    for (const warning of context.config.warnings) context.log.warn(warning);
    const events = new EventEmitter();
    void keepAlive(events, context);
    return workerPreset(context, events);
  } catch (error) {
    return endOrThrow(error);
  }
}

export default readPreset();
