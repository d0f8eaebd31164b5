import { compile } from '@inlang/paraglide-js';
import { messageCompiler } from './message-compiler.ts';

await compile(messageCompiler);
// Some versions of the compiler leave timers running that would hold the process for another 30 s.
process.exit(0);
