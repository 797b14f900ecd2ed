/* What the page shows, asked from the server. */

const ANSWERS = "pyreview_answers";
const RUN = "pyreview_run";
const ISSUES = "pyreview_issues";
const COMPLIANCE = "pyreview_compliance";

/** Thrown with a sentence that a user can act on. */
export class Unavailable extends Error {}

/**
 * Loads everything about a project.
 *
 * @param {string} root the server's address below its host, "" mostly
 * @param {string} project key of the project
 * @param {{branch?: string, pullRequest?: string}} place the branch or pull request; empty for the main one
 */
export async function load(root, project, place) {
  const [checklist, measures, history] = await Promise.all([
    json(`${root}/static/pyreview/checklist.json`),
    measuresOf(root, project, place),
    historyOf(root, project, place),
  ]);
  if (!measures[ANSWERS]) {
    throw new Unavailable(
      "There are no answers yet. Analyse the project once; it needs at least one Python file.",
    );
  }
  const [traits, rules] = (measures[RUN] ?? "").split("\n");
  const own = checklist.sections.flatMap((each) => each.points).flatMap((each) => each.rules);
  const ran = new Set((rules ?? "").split(" "));
  return {
    checklist,
    answers: answersOf(measures[ANSWERS]),
    compliance: numberOf(measures[COMPLIANCE]),
    traits: new Set((traits ?? "").split(" ").filter(Boolean)),
    ran,
    issuesOf: issuesOf(measures[ISSUES] ?? ""),
    hasProfile: own.some((key) => ran.has(key)),
    history,
  };
}

function answersOf(text) {
  return new Map(
    text.split("\n").map((line) => {
      const [slug, verdict, issues, hotspots, worst] = line.split(" ");
      return [slug, { verdict, issues: Number(issues), hotspots: Number(hotspots), worst: worst ?? "" }];
    }),
  );
}

/** The names of all rules that can answer a point, by their keys with repositories. */
export async function ruleNames(root) {
  const found = await Promise.all(
    ["pyreview", "python"].map((repository) => {
      const query = new URLSearchParams({ repositories: repository, f: "name", ps: "500" });
      return json(`${root}/api/rules/search?${query}`);
    }),
  );
  return new Map(found.flatMap(({ rules }) => rules).map((each) => [each.key, each.name]));
}

/** The numbers of open issues and hotspots by rule. */
function issuesOf(text) {
  return new Map(
    text
      .split(" ")
      .filter(Boolean)
      .map((entry) => {
        const [rule, issues, hotspots] = entry.split("=");
        return [rule, { issues: Number(issues), hotspots: Number(hotspots) }];
      }),
  );
}

function numberOf(text) {
  return text === undefined ? null : Number(text);
}

async function measuresOf(root, project, place) {
  const query = new URLSearchParams({
    component: project,
    metricKeys: [ANSWERS, RUN, ISSUES, COMPLIANCE].join(","),
    ...place,
  });
  const { component } = await json(`${root}/api/measures/component?${query}`);
  return Object.fromEntries(component.measures.map((each) => [each.metric, each.value]));
}

async function historyOf(root, project, place) {
  const query = new URLSearchParams({ component: project, metrics: COMPLIANCE, ps: "100", ...place });
  const { measures } = await json(`${root}/api/measures/search_history?${query}`);
  return (measures[0]?.history ?? [])
    .filter((each) => each.value !== undefined)
    .map((each) => ({ date: new Date(each.date), value: Number(each.value) }));
}

async function json(url) {
  const response = await fetch(url, { headers: { Accept: "application/json" } });
  if (response.status === 401 || response.status === 403) {
    throw new Unavailable("You may not see the measures of this project. Ask for the permission to browse it.");
  }
  if (response.status === 404) {
    throw new Unavailable("This project has not been analysed yet.");
  }
  if (!response.ok) {
    throw new Unavailable(`The server answered with status ${response.status}. Try again later.`);
  }
  return response.json();
}
