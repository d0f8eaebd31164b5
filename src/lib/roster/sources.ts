/**
 * The nodes of a directed graph that stand in a strongly connected component into which no edge leads from another. Tarjan, "Depth-first
 * search and linear graph algorithms", 1972; without recursion, since anyone may state a long chain.
 */
export function sources<T>(edges: ReadonlyMap<T, readonly T[]>): T[] {
	const component = components(edges);
	const entered = new Set<number>();
	for (const [from, targets] of edges) {
		for (const to of targets) {
			const into = component.get(to);
			if (into !== undefined && into !== component.get(from)) entered.add(into);
		}
	}
	return [...edges.keys()].filter((node) => !entered.has(component.get(node) ?? -1));
}

function components<T>(edges: ReadonlyMap<T, readonly T[]>): Map<T, number> {
	const component = new Map<T, number>();
	const found = new Map<T, number>();
	const lowest = new Map<T, number>();
	const open: T[] = [];
	let count = 0;
	for (const root of edges.keys()) {
		if (found.has(root)) continue;
		const path: { readonly node: T; at: number }[] = [];
		const enter = (node: T) => {
			found.set(node, found.size);
			lowest.set(node, found.size - 1);
			open.push(node);
			path.push({ node, at: 0 });
		};
		enter(root);
		for (let step = path.at(-1); step; step = path.at(-1)) {
			const { node } = step;
			const next = edges.get(node)?.[step.at++];
			if (next !== undefined) {
				if (!edges.has(next)) continue;
				if (!found.has(next)) enter(next);
				else if (!component.has(next)) lower(lowest, node, found.get(next) ?? 0);
				continue;
			}
			path.pop();
			const above = path.at(-1);
			if (above) lower(lowest, above.node, lowest.get(node) ?? 0);
			if (lowest.get(node) !== found.get(node)) continue;
			for (let member = open.pop(); member !== undefined; member = open.pop()) {
				component.set(member, count);
				if (member === node) break;
			}
			count += 1;
		}
	}
	return component;
}

function lower<T>(lowest: Map<T, number>, node: T, value: number): void {
	if (value < (lowest.get(node) ?? value + 1)) lowest.set(node, value);
}
