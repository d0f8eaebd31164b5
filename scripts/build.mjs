import './guard.mjs';

await import('./build.ts');
