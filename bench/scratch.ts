import { opening } from './opening.ts';
console.log(await opening(10000, 5));
process.exit(0);
