// Reads the exports back: quoted fields may hold commas, line ends and doubled quotes.

function* records(text) {
  let at = 0;
  let fields = [];
  while (at < text.length) {
    let value;
    if (text[at] === '"') {
      let end = text.indexOf('"', at + 1);
      while (text[end + 1] === '"') end = text.indexOf('"', end + 2);
      if (end < 0) throw new Error('a quoted field does not end');
      value = text.slice(at + 1, end).replaceAll('""', '"');
      at = end + 1;
    } else {
      const start = at;
      while (at < text.length && text[at] !== ',' && text[at] !== '\n') at += 1;
      value = text.slice(start, at);
    }
    fields.push(value);
    if (at < text.length && text[at] !== ',' && text[at] !== '\n') throw new Error(`something follows a quoted field: ${value}`);
    const ended = text[at] !== ',';
    at += 1;
    if (ended) {
      yield fields;
      fields = [];
    }
  }
}

/** The rows of a CSV text as objects by column. A row of another length than the header's throws. */
export function* readRows(text) {
  let columns;
  for (const fields of records(text)) {
    if (!columns) {
      columns = fields;
      continue;
    }
    if (fields.length !== columns.length) throw new Error(`${fields.length} fields instead of ${columns.length}: ${fields[0]}`);
    yield Object.fromEntries(columns.map((name, i) => [name, fields[i]]));
  }
}
