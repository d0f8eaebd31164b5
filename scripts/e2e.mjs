import './guard.mjs';

await import('./e2e.ts');
