import './guard.mjs';

await import('./attacks.ts');
