// The worker process: graphile-worker's command line reads this file before anything else.
import { StartError } from './src/errors.ts';
import { workerContext } from './src/worker_context.ts';
import { workerPreset } from './src/worker_preset.ts';

function readPreset(): GraphileConfig.Preset {
  try {
    const context = workerContext();
    for (const warning of context.config.warnings) context.log.warn(warning);
    return workerPreset(context);
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    console.error(error.message);
    process.exit(error.exitCode);
  }
}

export default readPreset();
