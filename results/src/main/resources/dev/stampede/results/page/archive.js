// What the test was made of: the files that came with the run.

import {failure, h, icon} from './dom.js';
import {bytes} from './format.js';
import {table} from './table.js';

/** The archive of a run. */
export function archiveSection({data, id, signal}) {
  const list = table({caption: 'Files of the archive', key: entry => entry.name, empty: 'The archive is empty.', columns: [
    {id: 'name', label: 'File', heading: true, className: 'mono wrap', value: entry => entry.name},
    {id: 'bytes', label: 'Size', numeric: true, value: entry => entry.bytes, text: entry => bytes(entry.bytes)},
  ]});
  const element = h('div', {});
  let known = -1;

  async function load(size) {
    try {
      const {entries, problem} = await data.archive(id, signal);
      list.update(entries);
      element.replaceChildren(
          data.embedded ? '' : h('p', {}, h('a', {class: 'button quiet', href: data.archiveUrl(id), download: ''},
              icon('down'), `Download (${bytes(size)})`)), problem ? h('p', {class: 'hint'}, problem) : '', list.element);
    } catch (error) {
      if (error.name !== 'AbortError') {
        element.replaceChildren(failure(error, () => load(size)));
      }
    }
  }

  return {
    element,
    run(run) {
      const size = run.archive?.bytes ?? 0;
      if (size !== known) {
        known = size;
        if (run.archive) {
          load(size);
        } else {
          element.replaceChildren(h('p', {class: 'empty'}, 'No archive came with this run.'));
        }
      }
    },
  };
}
