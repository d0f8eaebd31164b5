import './guard.mjs';

await import('./test.ts');
