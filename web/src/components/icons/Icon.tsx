const PATHS = {
  check: "M4.5 10.5l3.5 3.5 7.5-8",
  cross: "M5.5 5.5l9 9m0-9l-9 9",
  warning: "M10 3.8L17 16H3zM10 8.5v3.4m0 2.2v.05",
  dash: "M6 10h8",
  chevron: "M6 8l4 4 4-4",
  arrow: "M4 10h12m-5-5l5 5-5 5",
  download: "M10 4v8m-3.5-3.5L10 12l3.5-3.5M4.5 15.5h11",
  file: "M6 3.5h5l3.5 3.5v9.5h-8.5zM11 3.5v3.5h3.5",
  sun: "M10 6.5a3.5 3.5 0 100 7 3.5 3.5 0 000-7M10 2v1.5m0 13V18M2 10h1.5m13 0H18M4.3 4.3l1.1 1.1m9.2 9.2l1.1 1.1m0-11.4l-1.1 1.1m-9.2 9.2l-1.1 1.1",
  moon: "M16 12.2A6.7 6.7 0 017.8 4 6.7 6.7 0 1016 12.2z",
  plus: "M10 4.5v11M4.5 10h11",
} as const;

export type IconName = keyof typeof PATHS;

/** A line drawing in the current colour. It says nothing to a screen reader: the words beside it do. */
export function Icon({ name, size = 18 }: { readonly name: IconName; readonly size?: number }) {
  const side = `${size / 16}rem`; // as the words beside it, it grows with the page
  return (
    <svg
      width={side}
      height={side}
      viewBox="0 0 20 20"
      fill="none"
      aria-hidden="true"
      focusable="false"
    >
      <path
        d={PATHS[name]}
        stroke="currentColor"
        strokeWidth="1.7"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
