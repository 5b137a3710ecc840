/** Says in lines which tests of a report of Playwright's failed, and how often. */
export function failureTable({ suites }) {
  const runs = suites.flatMap((suite) => runsIn(suite, []));
  const byName = new Map();
  for (const { name, isOk } of runs) {
    const [failures, count] = byName.get(name) ?? [0, 0];
    byName.set(name, [failures + (isOk ? 0 : 1), count + 1]);
  }
  const rows = [...byName].map(([name, counts]) => [...counts, name]);
  const failed = rows.filter(([failures]) => failures > 0).sort(([one], [other]) => other - one);
  if (failed.length === 0) return `${rows.length} tests in ${runs.length} runs: none failed.`;
  const lines = failed.map(([failures, count, name]) => `${`${failures} of ${count}`.padStart(9)}  ${name}`);
  return [`${failed.length} of ${rows.length} tests failed in ${runs.length} runs:`, ...lines].join('\n');
}

function runsIn({ title, suites = [], specs = [] }, path) {
  const here = [...path, title];
  const own = specs.flatMap((spec) =>
    spec.tests.flatMap(({ results }) =>
      results
        .filter(({ status }) => status !== 'skipped')
        .map(({ status }) => ({ name: [...here, spec.title].join(' › '), isOk: status === 'passed' })),
    ),
  );
  return [...own, ...suites.flatMap((suite) => runsIn(suite, here))];
}
