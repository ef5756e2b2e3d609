// How a bench is called: `--help`, and what it cannot take, are answered in words.
const EX_USAGE = 64; // sysexits.h

/**
 * What `read` makes of the command line. Ends the process, with how the bench is called, when that is `--help`, or when `read` throws.
 * @param usage what comes after `usage: `; its first line is the call
 */
export function readCommandLine<T>(usage: string, read: () => T): T {
  if (process.argv.includes('--help')) {
    console.log(`usage: ${usage}`);
    process.exit(0);
  }
  try {
    return read();
  } catch (error) {
    console.error(`${(error as Error).message}\n\nusage: ${usage}`);
    process.exit(EX_USAGE);
  }
}

/** @throws RangeError that names the option, when it was given something else than a number of zero or more */
export function numberOf(option: string, text: string): number {
  const number = Number(text);
  if (text.trim() === '' || !(number >= 0 && number < Infinity))
    throw new RangeError(`${option} takes a number of zero or more, not '${text}'`);
  return number;
}
