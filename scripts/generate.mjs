import './guard.mjs';

const { generate } = await import('./generate.ts');
process.exitCode = await generate();
