// Reads the exports back: quoted fields may hold commas, line ends and doubled quotes.

/** Where the record that begins at `start` ends: at a line end outside of quotes. */
function endOf(text, start) {
  let quoted = false;
  let from = start;
  for (;;) {
    const end = text.indexOf('\n', from);
    const to = end < 0 ? text.length : end;
    for (let quote = text.indexOf('"', from); quote >= 0 && quote < to; quote = text.indexOf('"', quote + 1)) quoted = !quoted;
    if (!quoted) return to;
    if (end < 0) throw new Error('a quoted field does not end');
    from = end + 1;
  }
}

function fieldsOf(record) {
  if (!record.includes('"')) return record.split(',');
  const fields = [];
  const FIELD = /(?:"((?:[^"]|"")*)"|([^,"]*))(,|$)/gy;
  for (;;) {
    const found = FIELD.exec(record);
    if (!found) throw new Error(`not a row of CSV: ${record}`);
    fields.push(found[1]?.replaceAll('""', '"') ?? found[2]);
    if (found[3] === '') return fields;
  }
}

/** The rows of a CSV text as objects by column, `only` some columns if given. A row of another length than the header's throws. */
export function* readRows(text, only) {
  let columns;
  let wanted;
  let at = 0;
  // Most of a large file has no quotes: to look for the next one in every record would read the file again and again.
  let quote = text.indexOf('"');
  while (at < text.length) {
    const line = text.indexOf('\n', at);
    if (quote >= 0 && quote < at) quote = text.indexOf('"', at);
    const end = quote < 0 || (line >= 0 && quote > line) ? (line < 0 ? text.length : line) : endOf(text, at);
    const fields = fieldsOf(text.slice(at, end));
    at = end + 1;
    if (!columns) {
      columns = fields;
      wanted = (only ?? columns).map((name) => [name, columns.indexOf(name)]);
      const missing = wanted.find(([, i]) => i < 0);
      if (missing) throw new Error(`no column ${missing[0]}`);
      continue;
    }
    if (fields.length !== columns.length) throw new Error(`${fields.length} fields instead of ${columns.length}: ${fields[0]}`);
    const row = {};
    for (const [name, i] of wanted) row[name] = fields[i];
    yield row;
  }
}
