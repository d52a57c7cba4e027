'use strict';
(() => {
  const form = document.getElementById('filter');
  const section = document.getElementById('clauses');
  const output = form.querySelector('output');
  const rows = [...section.querySelectorAll('.clause')].map(element => ({
    element,
    contract: element.closest('.contract').id,
    level: element.dataset.level,
    text: element.textContent.toLowerCase(),
    cells: [...element.querySelectorAll('td[data-n]')].map(cell => ({
      adapter: cell.dataset.a, outcomes: cell.className.split(' ').map(name => name.replace('o-', '')) })),
  }));
  const columns = [...section.querySelectorAll('[data-a]')];
  let shownAdapter = '';

  const apply = () => {
    const value = name => form.elements[name].value;
    const words = value('text').toLowerCase().split(/\s+/).filter(Boolean);
    const outcome = value('outcome'), adapter = value('adapter');
    const filled = new Set();
    let shown = 0;
    for (const row of rows) {
      const visible = words.every(word => row.text.includes(word))
        && (!value('level') || row.level === value('level'))
        && (!value('contract') || row.contract === value('contract'))
        && row.cells.some(cell => (!adapter || cell.adapter === adapter) && (!outcome || cell.outcomes.includes(outcome)));
      row.element.hidden = !visible;
      if (visible) {
        shown++;
        filled.add(row.contract);
      }
    }
    if (adapter !== shownAdapter) {
      columns.forEach(cell => { cell.hidden = adapter !== '' && cell.dataset.a !== adapter; });
      shownAdapter = adapter;
    }
    section.querySelectorAll('.contract').forEach(each => { each.hidden = !filled.has(each.id); });
    section.classList.toggle('list', value('view') === 'list');
    output.textContent = shown === rows.length ? `${shown} clauses` : `${shown} of ${rows.length} clauses`;
    document.documentElement.style.setProperty('--bar',
      getComputedStyle(form).position === 'sticky' ? `${form.offsetHeight}px` : '0');
    remember();
  };

  const remember = () => {
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (value) query.set(name, value);
    }
    const search = query.toString();
    try {
      history.replaceState(null, '', (search ? '?' + search : location.pathname) + location.hash);
    } catch (error) {
      // Browsers do not allow this for some files.
    }
  };

  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.closest('[hidden]')) {
      form.reset();
    }
    if (target && target.closest('#clauses')) {
      target.scrollIntoView();
    }
  };

  for (const [name, value] of new URLSearchParams(location.search)) {
    if (form.elements[name]) form.elements[name].value = value;
  }
  form.hidden = false;
  form.addEventListener('input', apply);
  form.addEventListener('submit', event => event.preventDefault());
  form.addEventListener('reset', () => setTimeout(() => { apply(); reveal(); }));
  addEventListener('hashchange', reveal);
  addEventListener('keydown', event => {
    if (event.key === '/' && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) {
      event.preventDefault();
      form.elements.text.focus();
    }
  });
  apply();
  if (location.hash) reveal();
})();
