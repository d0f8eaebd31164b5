import './guard.mjs';

await import('./lint.ts');
