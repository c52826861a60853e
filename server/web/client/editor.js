// CodeMirror over the textarea of the query page. It lives in a shadow root, where its styles are sheets made by
// script: the page's policy allows no style elements. The textarea stays the form's field and is kept in step.
import { autocompletion, closeBrackets, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { HighlightStyle, bracketMatching, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { EditorState } from '@codemirror/state';
import { Decoration, EditorView, drawSelection, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from '@codemirror/view';
import { tags as t } from '@lezer/highlight';
import { sparql } from 'codemirror-lang-sparql';

const area = document.getElementById('query');
const colours = HighlightStyle.define([
  { tag: [t.keyword, t.operatorKeyword, t.definitionKeyword, t.modifier], color: 'var(--office)', fontWeight: '600' },
  { tag: [t.variableName, t.special(t.variableName)], color: 'var(--person)' },
  { tag: [t.string, t.literal, t.number], color: 'var(--place)' },
  { tag: [t.url, t.namespace, t.propertyName, t.typeName, t.className], color: 'var(--org)' },
  { tag: t.comment, color: 'var(--mute)', fontStyle: 'italic' },
]);
const look = EditorView.theme({
  '&': { border: '1px solid var(--line2)', borderRadius: 'var(--r)', background: 'var(--card)', color: 'var(--ink)', minHeight: '13.5rem', overflow: 'hidden', fontSize: '.9375rem' },
  '&.cm-focused': { outline: '3px solid var(--link)', outlineOffset: '1px' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.6', minHeight: '13.5rem' },
  '.cm-gutters': { background: 'var(--sunk)', color: 'var(--mute)', border: '0' },
  '.cm-content': { caretColor: 'var(--ink)', paddingBlock: '.7rem' },
  '.cm-cursor': { borderColor: 'var(--ink)' },
  '.cm-activeLine, .cm-activeLineGutter': { background: 'color-mix(in srgb, var(--link) 7%, transparent)' },
  '.cm-wrong': { background: 'color-mix(in srgb, var(--event) 16%, transparent)' },
  '.cm-tooltip': { background: 'var(--card)', color: 'var(--ink)', border: '1px solid var(--line2)', borderRadius: '8px' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { background: 'var(--link)', color: 'var(--paper)' },
  '.cm-completionInfo': { maxWidth: '22rem', padding: '.4rem .6rem' },
});

let known;
const terms = async () => (known ??= fetch(area.dataset.terms).then(answer => (answer.ok ? answer.json() : [])).catch(() => []));

async function complete(context) {
  const text = context.matchBefore(/"[^"\n]{2,}/);
  if (text) {
    const answer = await fetch(`${area.dataset.search}?q=${encodeURIComponent(text.text.slice(1))}`, { headers: { Accept: 'application/json' } });
    const found = answer.ok ? await answer.json() : [];
    return { from: text.from + 1, options: found.map(one => ({ label: one.label, detail: one.kind })), filter: false };
  }
  const word = context.matchBefore(/[\w:-]+/);
  if (!word && !context.explicit) return null;
  return { from: word ? word.from : context.pos, options: await terms(), validFor: /^[\w:-]*$/ };
}

// The line of the error, until the query is changed.
const asked = area.value;
const wrong = ({ state }) => {
  const line = Number(area.dataset.line || 0);
  return state.doc.toString() === asked && line > 0 && line <= state.doc.lines ? Decoration.set([Decoration.line({ class: 'cm-wrong' }).range(state.doc.line(line).from)]) : Decoration.none;
};

const host = document.createElement('div');
area.before(host);
const root = host.attachShadow({ mode: 'open' });
const start = EditorState.create({
  doc: area.value,
  extensions: [
    lineNumbers(), highlightActiveLine(), highlightActiveLineGutter(), drawSelection(), history(), bracketMatching(),
    closeBrackets(), indentOnInput(), autocompletion({ override: [complete] }), sparql(), syntaxHighlighting(colours), look,
    EditorView.lineWrapping, EditorView.decorations.of(wrong),
    EditorView.contentAttributes.of({ 'aria-label': 'SPARQL query', spellcheck: 'false' }),
    EditorView.updateListener.of(update => { if (update.docChanged) area.value = update.state.doc.toString() }),
    keymap.of([{ key: 'Mod-Enter', run: () => { area.form.requestSubmit(); return true } }, ...completionKeymap, ...defaultKeymap, ...historyKeymap]),
  ],
});
const view = new EditorView({ root, parent: root, state: start });
if (document.activeElement === area) view.focus();
area.hidden = true;
