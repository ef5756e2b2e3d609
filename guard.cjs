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

// Names are looked up on libuv's pool of threads; with its usual four, a few dead resolvers hold up every other feed.
// It is made at its first use, so that setting it here is early enough.
process.env.UV_THREADPOOL_SIZE = process.env.UV_THREADPOOL_SIZE || '16';

// A signal to npm ends npm and its shell but not, with dash as that shell, what runs in it: then this process would go on, unseen.
var parent = process.ppid;
if (process.env.npm_lifecycle_event && require('node:worker_threads').isMainThread) {
  setInterval(function () {
    if (process.ppid === parent) return;
    clearInterval(this);
    process.kill(process.pid, 'SIGTERM');
  }, 1000).unref();
}
