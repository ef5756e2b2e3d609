// Loaded before every entry, and written so that any Node can read it: says what is missing instead of a syntax error.
'use strict';
var major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  console.error(
    'feedherald needs Node 24, and this is Node ' +
      process.versions.node +
      '. Run `npm ci --include=dev` (it brings Node 24 along, if npm may run install scripts), or install Node 24.',
  );
  process.exit(78);
}
