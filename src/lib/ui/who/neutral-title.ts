import { m } from '#lib/paraglide/messages.js';

/** The tab's title while nobody's page is shown, wherever one was; the answer gives it back. */
export function neutralTitle(page: string): () => void {
	const before = document.title;
	const title = (document.title = m.page_title({ page }));
	return () => {
		if (document.title === title) document.title = before;
	};
}
