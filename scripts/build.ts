import { rmSync, writeFileSync } from 'node:fs';
import { build } from 'vite';
import { STAMP } from './built.ts';
import { hashSources } from './sources.ts';

const started = performance.now();
const sources = hashSources();
// Kit names the app's version by this; the same sources keep the name, so that devices do not fetch it anew.
process.env['ROUNDTABLE_BUILD'] = sources.slice(0, 16);
rmSync(STAMP, { force: true });

console.log('Building the app …');
await build({ configFile: 'vite.config.ts', logLevel: 'warn' });
console.log('Building the server …');
await build({ configFile: 'vite.server.config.ts', logLevel: 'warn' });

writeFileSync(STAMP, `${sources}\n`);
console.log(`Built in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
// Some versions of the message compiler leave timers running that would hold the process for another 30 s.
process.exit(0);
