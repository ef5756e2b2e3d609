// Keeps the PostgreSQL of `npm start` up while it is needed: nobody else is there to bring it up again.
import { asError } from '../errors.ts';
import { type EmbeddedPostgres, startPostgres } from './postgres.ts';

export type Keeping = {
  /** told each time it ended by itself, before it is brought up again */
  onAway(): void;
  /** told when it cannot be brought up again */
  onLost(error: Error): void;
};

/**
 * The same as `startPostgres`; a server that ends by itself is started again, under the same address. Whoever uses it waits that long.
 * @throws StartError as that does
 */
export async function keepPostgres(
  folder: string,
  { onAway, onLost }: Keeping,
): Promise<Pick<EmbeddedPostgres, 'url' | 'stop'>> {
  let server = await startPostgres(folder);
  const { url } = server;
  let isStopping = false;
  let restarted: Promise<void> = Promise.resolve();
  const startAgain = async () => {
    onAway();
    server = await startPostgres(folder, [], Number(new URL(url).port));
    watch();
  };
  const watch = () => {
    server.left.then(() => {
      if (!isStopping) restarted = startAgain().catch((error: unknown) => onLost(asError(error)));
    });
  };
  watch();
  return {
    url,
    stop: async () => {
      isStopping = true;
      await restarted;
      await server.stop();
    },
  };
}
