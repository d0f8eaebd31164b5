import './guard.mjs';

await import('./check.ts');
