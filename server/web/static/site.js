// Enhancement only: every page reads and works without this file. The theme is set before the first paint.
const d = document, root = d.documentElement;
root.classList.add('js');
if (navigator.clipboard) root.classList.add('copies');
try { root.dataset.theme = localStorage.theme || '' } catch { /* no storage, no memory of it */ }
const all = (selector, from = d) => [...from.querySelectorAll(selector)];
d.addEventListener('DOMContentLoaded', () => {
  const button = d.querySelector('.theme');
  button.onclick = () => {
    const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme:dark)').matches;
    root.dataset.theme = dark ? 'light' : 'dark';
    try { localStorage.theme = root.dataset.theme } catch { /* as above */ }
  };
  for (const copy of all('[data-copy]')) {
    copy.onclick = async () => {
      const said = copy.textContent;
      await navigator.clipboard.writeText(copy.dataset.copy === '#' ? location.href : copy.dataset.copy);
      copy.textContent = 'Copied';
      setTimeout(() => { copy.textContent = said }, 1500);
    };
  }
  // A mark of several facts carries all their numbers, a note one.
  const pair = (element, on) => {
    const wanted = element.dataset.f.split(' ');
    for (const other of all('[data-f]')) if (other.dataset.f.split(' ').some(n => wanted.includes(n))) other.classList.toggle('on', on);
  };
  for (const element of all('[data-f]')) {
    for (const name of ['pointerenter', 'focusin']) element.addEventListener(name, () => pair(element, true));
    for (const name of ['pointerleave', 'focusout']) element.addEventListener(name, () => pair(element, false));
  }
  // Words that cross others stand in several marks: the address names the first, all light up.
  const light = () => {
    const target = d.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (const mark of all('mark.hit')) mark.classList.remove('hit');
    if (target?.matches('mark[data-f]')) for (const mark of all('mark[data-f]')) mark.classList.toggle('hit', mark.dataset.f === target.dataset.f);
  };
  addEventListener('hashchange', light);
  light();
  // The address of a term leads to the list of all terms; from there one step on to its definition.
  const listed = d.querySelector('.terms') && d.getElementById(decodeURIComponent(location.hash.slice(1)));
  const defined = listed?.closest('.terms') && (listed.matches('a') ? listed : listed.querySelector('a'));
  if (defined) location.replace(defined.href);
  const query = d.getElementById('query');
  d.addEventListener('keydown', event => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(d.activeElement.tagName) || d.activeElement.isContentEditable;
    if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey) { event.preventDefault(); d.getElementById('s').focus() }
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && d.activeElement === query) query.form.requestSubmit();
  });
  // The editor loads only when wanted: on the first focus, or when a wide screen has nothing to do.
  if (query?.dataset.editor) {
    const load = () => import(query.dataset.editor);
    query.addEventListener('focus', load, { once: true });
    if (matchMedia('(min-width:60rem)').matches) (window.requestIdleCallback || setTimeout)(load);
  }
  // Search as you type: the answers fill a plain list of options. A browser hides those that do not hold what is typed,
  // such as "foreign minister of Turkey" for "Turkish foreign minister": that is their label then.
  const options = d.getElementById('found');
  let waiting;
  for (const field of options ? all('input[list=found]') : []) field.addEventListener('input', () => {
    clearTimeout(waiting);
    if (field.value.length > 1) waiting = setTimeout(async () => {
      const answer = await fetch(`${options.dataset.from}?q=${encodeURIComponent(field.value)}`, { headers: { Accept: 'application/json' } });
      if (!answer.ok) return;
      const { query, things } = await answer.json();
      const option = ({ label }) => ({ value: label, ...(label.toLowerCase().includes(query.toLowerCase()) ? {} : { label: query }) });
      options.replaceChildren(...things.map(found => Object.assign(d.createElement('option'), option(found))));
    }, 150);
  });
});
