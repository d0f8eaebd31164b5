/** Makes a textarea as high as its text where the browser does not know `field-sizing: content`. */
export function grow(element: HTMLTextAreaElement): void {
	if (CSS.supports('field-sizing', 'content')) return;
	element.style.blockSize = 'auto';
	element.style.blockSize = `${element.scrollHeight + element.offsetHeight - element.clientHeight}px`;
}
