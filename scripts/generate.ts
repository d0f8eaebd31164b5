import { inTurn, runScript, runTool } from './run.ts';

/** Makes what the type checker and the linter read but nobody writes: messages as functions, Kit's types. */
export function generate(): Promise<number> {
	return inTurn([() => runScript('scripts/messages.ts'), () => runTool('svelte-kit', ['sync'])]);
}
