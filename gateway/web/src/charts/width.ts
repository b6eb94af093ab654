import { useEffect, useRef, useState } from 'preact/hooks';

/** The width of an element as it is shown, in pixels, so that the text of a chart keeps its size. */
export function useWidth<Shown extends HTMLElement>(until: number) {
  const element = useRef<Shown>(null);
  const [width, setWidth] = useState(until);
  useEffect(() => {
    const { current } = element;
    if (!current) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (entry && entry.contentRect.width > 0) setWidth(Math.round(entry.contentRect.width));
    });
    observer.observe(current);
    return () => observer.disconnect();
  }, []);
  return { element, width };
}
