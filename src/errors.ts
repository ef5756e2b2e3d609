// The three kinds of errors of design section 6, minus outcomes, which are values.

/** Safe to show to the person who asked: `key` names a sentence in the language files, `args` are its variables. */
export class UserError extends Error {
  readonly key: string;
  readonly args: Record<string, string | number>;

  constructor(key: string, args: Record<string, string | number> = {}) {
    super(key);
    this.name = 'UserError';
    this.key = key;
    this.args = args;
  }
}

/** Something the operator must change before this process can run (sysexits EX_CONFIG). Its message is the whole story. */
export class StartError extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode = 78) {
    super(message);
    this.name = 'StartError';
    this.exitCode = exitCode;
  }
}

/** For what others start (a runner reads our file): a StartError ends the process with its sentence, anything else is thrown on. */
export function endOrThrow(error: unknown): never {
  if (!(error instanceof StartError)) throw error;
  console.error(error.message);
  process.exit(error.exitCode);
}

/** Any thrown value as an Error, so that a catch can read `.message` and pass it on as a cause. */
export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
