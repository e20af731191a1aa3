/** The style of report pages: light and dark, screen, phone and paper. */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --ground: #ffffff; --raised: #f5f6f8; --text: #1b1f24; --quiet: #59636e; --line: #d8dde3;
  --good: #1a7f37; --bad: #c4272d; --warn: #8a5a00; --link: #0a5dc2;
  --series-0: #3564c4; --series-1: #e07b1a; --series-2: #2b9a66; --series-3: #c33c54; --series-4: #7d55c7;
  --series-5: #1a8fa8; --series-6: #b3862b; --series-7: #d356a0; --series-8: #6b7785; --series-9: #7a9a1f;
  --plot-background: var(--ground);
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14181d; --raised: #1d232a; --text: #e6eaef; --quiet: #9aa5b1; --line: #343c46;
    --good: #57c27a; --bad: #ff7b7f; --warn: #e0b04a; --link: #79b0ff;
    --series-0: #7ba2ff; --series-1: #ffab5c; --series-2: #5fcf9b; --series-3: #ff8095; --series-4: #b897ff;
    --series-5: #5cc8de; --series-6: #e0bb66; --series-7: #ff94cd; --series-8: #a3aebb; --series-9: #b6d65a;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 68rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 0.5rem; }
h2 { font-size: 1.3rem; margin: 2.5rem 0 0.5rem; padding-top: 0.75rem; border-top: 1px solid var(--line); }
h3 { font-size: 1.05rem; margin: 1.5rem 0 0.25rem; }
a { color: var(--link); }
.answer { font-size: 1.15rem; background: var(--raised); border-left: 4px solid var(--series-0); padding: 0.75rem 1rem; margin: 1rem 0; }
.answer p { margin: 0.25rem 0; }
.quiet, figcaption .note { color: var(--quiet); font-size: 0.9rem; }
.warning { color: var(--warn); margin: 0.25rem 0; }
.good { color: var(--good); } .bad { color: var(--bad); }
.charts { display: grid; gap: 1.5rem; margin-top: 1.25rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr)); }
.charts > figure { min-width: 0; }
figure { margin: 0; } figure.wide { grid-column: 1 / -1; }
figcaption { font-weight: 600; } figcaption .note { display: block; font-weight: 400; }
.plot [class*=swatches] { font-size: 12px !important; font-family: inherit; }
.plot { min-height: 3rem; } .plot svg { max-width: 100%; } .plot figure { margin: 0; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: 0.92rem; font-variant-numeric: tabular-nums; }
th, td { padding: 0.3rem 0.7rem; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; }
th:first-child, td:first-child { text-align: left; } thead th { border-bottom-width: 2px; white-space: normal; }
details { margin: 0.5rem 0; } summary { cursor: pointer; color: var(--quiet); font-size: 0.9rem; }
pre { background: var(--raised); padding: 1rem; overflow-x: auto; font-size: 0.85rem; }
button { font: inherit; color: var(--text); background: var(--raised); border: 1px solid var(--line); border-radius: 4px; padding: 0.2rem 0.8rem; cursor: pointer; }
:focus-visible { outline: 3px solid var(--series-1); outline-offset: 2px; }
.skip { position: absolute; left: -999rem; } .skip:focus { left: 1rem; top: 1rem; background: var(--ground); padding: 0.5rem; }
@media (max-width: 40rem) {
  table { font-size: 0.82rem; } th, td { padding: 0.3rem 0.35rem; white-space: normal; overflow-wrap: break-word; }
  th:first-child, td:first-child { position: sticky; left: 0; background: var(--ground); min-width: 6.5rem; }
}
@media print {
  :root { color-scheme: light; } details, button { display: none; } figure, table { break-inside: avoid; } main { max-width: none; }
}
`;
