"""The style sheet of the screens, for what Streamlit has no element for. Colours hold 4.5:1 in light and dark."""

STYLE = r"""<style>
.stApp {
  --gs-soft: light-dark(#59635D, #A9B3AD);
  --gs-line: light-dark(#D9D5C9, #3B443F);
  --gs-mark: light-dark(#FFEFB0, #55491A);
  --gs-mark-ink: light-dark(#1E2622, #FBF3D6);
  --gs-mark-line: light-dark(#B78A00, #D9B84A);
  --gs-tint: light-dark(#F3F1EA, #1F2522);
  --gs-ground: light-dark(#FDFCF9, #151917);
  --gs-green: light-dark(#1B5E41, #9BD7B8);
  --gs-warn: light-dark(#7A3E00, #F0B97A);
  --gs-quote: "Source Serif", "Source Serif Pro", Georgia, serif;
}
.stMainBlockContainer { max-width: 48rem; padding-top: 4.5rem; padding-bottom: 4rem; }
.stHtml { overflow-wrap: anywhere; }
.stHtml :is(h1, h2, h3) { margin: 0; font-family: var(--gs-quote); font-weight: 600; line-height: 1.25; }
.stHtml h1 { font-size: 2rem; padding: 0.4rem 0 0.2rem; }
.stHtml h2 { font-size: 1.4rem; padding: 1.1rem 0 0.3rem; }
.stHtml h3 { font-size: 1.12rem; padding: 0 0 0.15rem; }
.stMarkdown h2 { font-size: 1.4rem; font-weight: 600; padding: 1.1rem 0 0.3rem; }
.stHtml p { margin: 0 0 0.5rem; }
.stHtml a { color: var(--gs-green); }
.gs-go::before { content: "\2192\a0"; color: var(--gs-green); }
.stHtml dl.gs-rows { padding: 0; margin: 0.2rem 0 0.6rem; }
.gs-rows > div { display: grid; grid-template-columns: 11rem 1fr; gap: 0 1rem; padding: 0.35rem 0;
  border-bottom: 1px solid var(--gs-line); }
.gs-rows > div:last-child { border-bottom: 0; }
.gs-rows dt { color: var(--gs-soft); font-weight: 400; }
.gs-rows dd { margin: 0; }
.gs-banner { border-left: 4px solid var(--gs-mark-line); background: var(--gs-tint); padding: 0.5rem 0.9rem;
  font-size: 0.9rem; }
.gs-error { border-left: 4px solid var(--gs-warn); background: var(--gs-tint); padding: 0.7rem 0.9rem; }
.gs-covered, .gs-soft { color: var(--gs-soft); font-size: 0.92rem; }
.gs-lead { font-size: 1.05rem; }
.gs-words { font-family: var(--gs-quote); font-size: 1.12rem; line-height: 1.6; margin: 0.3rem 0 0.6rem; padding: 0;
  border: 0; }
.gs-words p { margin: 0 0 0.7rem; white-space: pre-line; color: var(--gs-soft); }
.gs-words.gs-alone p { color: inherit; }
.gs-words p:last-child { margin-bottom: 0; }
.gs-words mark { background: var(--gs-mark); color: var(--gs-mark-ink); padding: 0.05em 0.1em;
  text-decoration: underline 2px var(--gs-mark-line); text-underline-offset: 0.22em;
  box-decoration-break: clone; -webkit-box-decoration-break: clone; }
.gs-words mark strong { font-weight: 700; text-decoration-thickness: 4px; }
.stHtml ol.gs-offered { padding-left: 1.6rem; margin: 0.2rem 0 0.6rem; }
.gs-offered q { font-family: var(--gs-quote); }
.gs-inferred { border-bottom: 1px dotted currentColor; cursor: help; font-weight: 600; }
.gs-small .gs-words { font-size: 1.02rem; line-height: 1.5; }
.stHtml ul.gs-tags { display: flex; flex-wrap: wrap; gap: 0.35rem; padding: 0; margin: 0.1rem 0 0.4rem;
  list-style: none; }
.gs-tags li { border: 1px solid var(--gs-line); border-radius: 1rem; padding: 0 0.6rem; margin: 0; font-size: 0.82rem;
  line-height: 1.5rem; color: var(--gs-green); background: var(--gs-tint); }
.gs-source { padding-top: 0.9rem; }
.gs-source .gs-answer { margin: 0.2rem 0 0.4rem; }
.gs-changed { border-left: 4px solid var(--gs-warn); padding-left: 0.7rem; font-size: 0.95rem; }
.gs-diff li { font-family: var(--gs-quote); line-height: 1.5; }
.gs-diff li .gs-soft { font-family: sans-serif; }
.gs-diff del { color: var(--gs-warn); text-decoration: line-through; }
.gs-diff ins { background: var(--gs-mark); color: var(--gs-mark-ink); text-decoration: underline 2px; }
.gs-who { font-weight: 600; }
.gs-answer { border-left: 4px solid var(--gs-green); background: var(--gs-tint); padding: 0.6rem 0.9rem; }
.gs-answer p:last-child { margin-bottom: 0 !important; }
.gs-answer.gs-none { border-left-color: var(--gs-line); }
.gs-answer.gs-warn { border-left-color: var(--gs-warn); }
.stHtml ol.gs-time { list-style: none; padding: 0; margin: 0.4rem 0; border-left: 2px solid var(--gs-line); }
.gs-time > li { position: relative; padding: 0 0 1.2rem 1.3rem; margin: 0; }
.gs-time > li::before { content: ""; position: absolute; left: -7px; top: 0.5rem; width: 12px; height: 12px;
  border-radius: 50%; background: var(--gs-green); }
.gs-time > li.gs-proposed::before { background: var(--gs-ground); border: 2px solid var(--gs-green); }
.gs-judged { font-weight: 600; color: var(--gs-green); }
.gs-log > li { padding: 0.2rem 0; }
.stHtml ol.gs-cards { list-style: none; padding: 0; margin: 0.3rem 0 1rem; }
.gs-cards > li { border: 1px solid var(--gs-line); border-radius: 0.4rem; padding: 1rem 1.1rem 0.6rem;
  margin: 0 0 1rem; }
.stHtml ul.gs-plain { list-style: none; padding: 0; margin: 0; }
.gs-plain > li { padding: 0.6rem 0; margin: 0; border-bottom: 1px solid var(--gs-line); }
.gs-plain > li:last-child { border-bottom: 0; }
.stHtml ul.gs-beside { display: grid; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); gap: 1rem;
  list-style: none; padding: 0; margin: 0.5rem 0 0.8rem; }
.gs-beside > li { border: 1px solid var(--gs-line); border-radius: 0.4rem; padding: 0.8rem 0.9rem 0.4rem; margin: 0; }
.gs-beside .gs-words { font-size: 1.02rem; line-height: 1.5; }
.stHtml ul.gs-differ { padding-left: 1.3rem; margin: 0.2rem 0 0.6rem; }
.gs-when { font-weight: 600; }
.stHtml table.gs-terms { width: 100%; border-collapse: collapse; margin: 0.4rem 0 0.8rem; font-size: 0.92rem; }
.gs-terms :is(th, td) { border: 0; padding: 0.35rem 0.6rem 0.35rem 0; text-align: left; vertical-align: top; }
.gs-terms :is(th, td) { overflow-wrap: break-word; }
.gs-terms thead th { color: var(--gs-soft); font-weight: 400; border-bottom: 1px solid var(--gs-line); }
.gs-terms tbody { border-bottom: 1px solid var(--gs-line); }
.gs-terms .gs-said { padding-bottom: 0.7rem; }
.gs-terms .gs-said p { margin: 0.2rem 0 0; }
.gs-terms q { font-family: var(--gs-quote); font-size: 1.02rem; }
.stApp a:focus-visible, .stApp button:focus-visible, .stApp summary:focus-visible, .stApp input:focus-visible {
  outline: 3px solid var(--gs-mark-line) !important; outline-offset: 2px; }
.gs-briefing blockquote { font-family: var(--gs-quote); margin: 0.3rem 0 0.2rem; padding-left: 0.9rem;
  border-left: 3px solid var(--gs-line); color: inherit; }
.gs-briefing h4 { font-size: 1rem; margin: 0; padding: 0.5rem 0 0.1rem; }
.gs-briefing h3 { padding-top: 1rem; }
.gs-told { min-height: 1.5em; font-weight: 600; }
.gs-refused { color: var(--gs-warn); }
@media (max-width: 640px) {
  .stMainBlockContainer { padding-left: 1rem; padding-right: 1rem; padding-top: 4rem; }
  .stHtml h1 { font-size: 1.6rem; }
  .gs-rows > div { grid-template-columns: 1fr; }
  .stHtml ul.gs-beside { grid-template-columns: 1fr; }
  .gs-terms thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .gs-terms :is(tbody, tr, th, td) { display: block; padding: 0.1rem 0; }
  .gs-terms td[data-label]::before { content: attr(data-label) ": "; color: var(--gs-soft); }
}
.gs-follow { font-size: 1.2rem; line-height: 1.55; }
.gs-follow :is(p, li, dd) { font-size: 1.2rem; line-height: 1.55; }
.stHtml .gs-follow h2 { font-size: 1.6rem; padding-top: 1.6rem; }
.stHtml .gs-follow h3 { font-size: 1.2rem; padding: 0.9rem 0 0.15rem; color: var(--gs-green); }
.gs-follow .gs-words { font-size: 1.35rem; line-height: 1.5; }
.gs-follow .gs-time .gs-words, .gs-plain.gs-follow .gs-words { font-size: 1.2rem; }
.gs-follow .gs-soft { font-size: 1.05rem; }
.gs-follow .gs-stop { font-size: 1.05rem; }
.stHtml dl.gs-glossary { padding: 0; }
.gs-glossary dt { font-weight: 600; padding-top: 0.6rem; }
.gs-glossary dd { margin: 0; }
.gs-term { position: relative; }
.gs-term button { all: unset; cursor: help; border-bottom: 2px dotted var(--gs-green); }
.gs-tip { visibility: hidden; position: fixed; z-index: 1000; left: 1rem; right: 1rem; bottom: 1rem;
  padding: 0.8rem 1rem;
  font-family: "Source Sans", sans-serif; font-size: 1.15rem; line-height: 1.45; color: var(--gs-mark-ink);
  background: var(--gs-mark); border: 2px solid var(--gs-mark-line); border-radius: 0.4rem; }
.gs-term:hover .gs-tip, .gs-term button:focus + .gs-tip { visibility: visible; }
@media (min-width: 1100px) {
  .gs-tip { position: absolute; left: 0; right: auto; bottom: auto; top: 1.5em; width: 20rem; }
}
.stHtml ul.gs-offices { padding-left: 1.1rem; margin: 0; }
.stHtml ol.gs-pairs { list-style: none; padding: 0; margin: 0.3rem 0 1rem; }
.gs-pairs > li { border-top: 1px solid var(--gs-line); padding: 1rem 0; margin: 0; }
.gs-pair { display: grid; grid-template-columns: 1fr 1fr; gap: 1.5rem; }
.gs-pair .gs-words { font-size: 1.02rem; line-height: 1.5; }
@media (max-width: 640px) {
  .gs-pair { grid-template-columns: 1fr; gap: 0.5rem; }
}
@media print {
  .stMainBlockContainer { padding-top: 0; }
}
</style>"""
