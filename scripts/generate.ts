import { inTurn, runScript, runTool } from './run.ts';

/** Set for those that run beside others, once all of it is there: none may write what another one reads. */
export const GENERATED = 'ROUNDTABLE_GENERATED';

/** Makes what the type checker and the linter read but nobody writes: messages as functions, Kit's types. */
export function generate(): Promise<number> {
	if (process.env[GENERATED]) return Promise.resolve(0);
	return inTurn([() => runScript('scripts/messages.ts'), () => runTool('svelte-kit', ['sync'])]);
}
