/** Makes a textarea as high as its text where the browser does not know `field-sizing: content`. */
export function grow(element: HTMLTextAreaElement, text = element.value): void {
	if (CSS.supports('field-sizing', 'content')) return;
	element.style.blockSize = '';
	if (text === '') return;
	element.style.blockSize = `${element.scrollHeight + element.offsetHeight - element.clientHeight}px`;
}
