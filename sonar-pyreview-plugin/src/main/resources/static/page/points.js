/* What is said about points: words, shares, links. */

export const VERDICTS = {
  failed: "Failed",
  passed: "Passed",
  manual: "Ask a person",
  "not-applicable": "Not applicable",
  planned: "Planned",
};

export const FRAMEWORKS = { django: "Django", flask: "Flask", fastapi: "FastAPI" };

/** How many of some points have each verdict. */
export function countsOf(points, answers) {
  const counts = Object.fromEntries(Object.keys(VERDICTS).map((verdict) => [verdict, 0]));
  for (const point of points) {
    counts[answers.get(point.slug).verdict] += 1;
  }
  return counts;
}

/** Percent of the answered points that passed; null if none is answered. */
export function complianceOf(counts) {
  const answered = counts.passed + counts.failed;
  return answered === 0 ? null : (100 * counts.passed) / answered;
}

/** "74.1%", or a dash. */
export function percent(value) {
  return value === null ? "–" : `${(Math.round(value * 10) / 10).toFixed(1)}%`;
}

/** Whether some rule of a point speaks about a framework, or about all of them. */
export function concerns(point, section, framework, frameworks) {
  if (section.onlyFor.length > 0 && !section.onlyFor.includes("application")) {
    return section.onlyFor.includes(framework);
  }
  return (
    point.rules.length === 0 ||
    point.builtin.length > 0 ||
    point.rules.some((key) => !frameworks[key] || frameworks[key].includes(framework))
  );
}

/**
 * The rules that answer a point, those of the points it sums up included, unless these are about
 * something the project doesn't have.
 */
export function rulesOf(point, { checklist, answers }, seen = new Set()) {
  if (seen.has(point.slug)) {
    return [];
  }
  seen.add(point.slug);
  const isAsked = answers.get(point.slug).verdict !== "not-applicable";
  const own = isAsked
    ? [...point.rules.map((key) => `pyreview:${key}`), ...point.builtin.map((key) => `python:${key}`)]
    : [];
  const others = point.rollsUp
    .flatMap((target) => targetsOf(target, checklist))
    .flatMap((each) => rulesOf(each, { checklist, answers }, seen));
  return [...new Set([...own, ...others])];
}

function targetsOf(target, checklist) {
  const [kind, slug] = target.split(":");
  return kind === "section"
    ? checklist.sections.filter((each) => each.slug === slug).flatMap((each) => each.points)
    : checklist.sections.flatMap((each) => each.points).filter((each) => each.slug === slug);
}

/** How much was found: issues, and on older servers security hotspots. */
export function found({ issues, hotspots }) {
  return issues + hotspots;
}

/**
 * What the rules of a point say about the project: the evidence for its answer.
 *
 * @param {string[]} rules with their repositories
 * @returns {{rule: string, issues: number, hotspots: number, ran: boolean}[]} those with issues first, then those
 *     that found nothing, then those that did not run
 */
export function evidenceOf(rules, data) {
  const rank = (each) => (found(each) > 0 ? 0 : each.ran ? 1 : 2);
  return rules
    .map((rule) => {
      const key = rule.slice(rule.indexOf(":") + 1);
      return {
        rule,
        ...(data.issuesOf.get(key) ?? { issues: 0, hotspots: 0 }),
        ran: data.ran.has(key),
      };
    })
    .sort((one, other) => rank(one) - rank(other));
}

/** Where SonarQube describes a rule. */
export function ruleLink(root, rule) {
  return `${root}/coding_rules?${new URLSearchParams({ open: rule, rule_key: rule })}`;
}

/** Where SonarQube lists the open issues of a point. */
export function issuesLink(root, project, place, rules) {
  const query = new URLSearchParams({
    id: project,
    ...place,
    rules: rules.join(","),
    issueStatuses: "OPEN,CONFIRMED",
  });
  return `${root}/project/issues?${query}`;
}

/** Where SonarQube lists the security hotspots of a project. */
export function hotspotsLink(root, project, place) {
  return `${root}/security_hotspots?${new URLSearchParams({ id: project, ...place })}`;
}

/** The answers as Markdown, for a pull request. */
export function markdown(data, name) {
  const lines = [`# Review checklist: ${name}`, "", `Compliance: ${percent(data.compliance)}`, ""];
  for (const section of data.checklist.sections) {
    lines.push(`## ${section.name}`, "");
    for (const point of section.points) {
      const answer = data.answers.get(point.slug);
      const box = answer.verdict === "passed" ? "x" : " ";
      const issues = found(answer) > 0 ? ` (${found(answer)})` : "";
      lines.push(`- [${box}] ${point.name}: ${VERDICTS[answer.verdict].toLowerCase()}${issues}`);
    }
    lines.push("");
  }
  return lines.join("\n");
}
