/** What the what-if page adds to the style of reports: form, cards, bars. */
export const whatIfStyle = `
form { display: grid; gap: 0.75rem 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 9.5rem), 1fr)); }
fieldset { display: contents; } legend { grid-column: 1 / -1; font-weight: 600; padding: 0.5rem 0 0; float: left; }
label { display: flex; flex-direction: column; justify-content: flex-end; font-size: 0.9rem; color: var(--quiet); min-width: 0; }
@media (min-width: 24rem) { .wide { grid-column: span 2; } }
input, select { font: inherit; color: var(--text); background: var(--raised); border: 1px solid var(--line); border-radius: 4px; padding: 0.3rem; height: 2.3rem; width: 100%; min-width: 0; text-overflow: ellipsis; }
input[type=range] { padding: 0; height: 1.5rem; accent-color: var(--series-0); }
output { color: var(--text); }
.cards { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 19rem), 1fr)); align-items: start; }
.card { background: var(--raised); border: 1px solid var(--line); border-radius: 6px; padding: 0.75rem 1rem; min-width: 0; overflow-wrap: anywhere; }
.card h3 { margin: 0; } .card h4 { margin: 0.75rem 0 0.25rem; } .card p { margin: 0.35rem 0; font-size: 0.9rem; }
.card .verdict { font-size: 1rem; font-weight: 600; }
.card pre { background: var(--ground); max-height: 20rem; overflow: auto; overflow-wrap: normal; }
.card ul { font-size: 0.85rem; padding-left: 1.2rem; }
dl { display: grid; grid-template-columns: 1fr auto; margin: 0.75rem 0; font-variant-numeric: tabular-nums; }
dt, dd { margin: 0; padding: 0.25rem 0; border-bottom: 1px solid var(--line); } dt { color: var(--quiet); font-size: 0.9rem; }
dd { text-align: right; padding-left: 0.75rem; } .band { display: block; color: var(--quiet); font-size: 0.8rem; }
.bar { display: flex; height: 1.1rem; border-radius: 3px; overflow: hidden; background: var(--line); }
.card ul.key { list-style: none; padding: 0; margin: 0.35rem 0 0; display: flex; flex-wrap: wrap; gap: 0.1rem 0.9rem; }
.swatch { display: inline-block; width: 0.7rem; height: 0.7rem; border-radius: 2px; margin-right: 0.35rem; }
[data-state=asking] #answers { opacity: 0.6; }
.check { flex-direction: row; justify-content: start; align-items: center; } .check input { width: auto; height: auto; margin-right: 0.4rem; }
.file { display: block; } .file input { border-style: dashed; height: auto; }
.row.files { display: block; } [data-dropping] main { outline: 3px dashed var(--series-0); outline-offset: -3px; }
form:not(:has([name=train]:checked)) fieldset[data-kind=training] > label:not(.check), form:not(:has(option[value=rate]:checked)) [data-when=rate], form:not(:has(option[value=owned]:checked)) [data-when=owned] { display: none; }
#training { margin-top: 1rem; } #whole { display: none; align-self: center; }
[data-embed] :is(h1, form, .files, #csv, #again, .skip) { display: none; } [data-embed] #whole { display: inline; } [data-embed] main { padding-top: 0.5rem; }
.row { display: flex; flex-wrap: wrap; gap: 0.5rem; margin: 1rem 0; }
`;
