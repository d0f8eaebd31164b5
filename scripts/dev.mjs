import './guard.mjs';

await import('./dev.ts');
