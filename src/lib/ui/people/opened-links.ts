import { createContext } from 'svelte';
import type { OpenedLinks } from '#lib/session/opened-links.ts';

export const [getOpenedLinks, setOpenedLinks] = createContext<OpenedLinks>();
